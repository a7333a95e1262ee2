import type { Detector } from './detector.ts';
import { age } from './detectors/age.ts';
import { arCuit } from './detectors/ar-cuit.ts';
import { atSocialSecurity } from './detectors/at-social-security.ts';
import { auMedicare } from './detectors/au-medicare.ts';
import { auTaxFile } from './detectors/au-tax-file.ts';
import { bankAccount, customerNumber, lastDigits, longBankAccount } from './detectors/bank-account.ts';
import { bareAnswer } from './detectors/bare-answer.ts';
import { beNationalNumber } from './detectors/be-national-number.ts';
import { bgEgn } from './detectors/bg-egn.ts';
import { brCpf, ungroupedBrCpf } from './detectors/br-cpf.ts';
import { caSin } from './detectors/ca-sin.ts';
import { chSocialSecurity } from './detectors/ch-social-security.ts';
import { clRut } from './detectors/cl-rut.ts';
import { cnResidentId } from './detectors/cn-resident-id.ts';
import { cryptoWallet } from './detectors/crypto-wallet.ts';
import { czBirthNumber } from './detectors/cz-birth-number.ts';
import { dateOfBirth } from './detectors/date-of-birth.ts';
import { deHealthInsurance } from './detectors/de-health-insurance.ts';
import { deIdentityCard } from './detectors/de-identity-card.ts';
import { deSocialSecurity } from './detectors/de-social-security.ts';
import { deTaxId } from './detectors/de-tax-id.ts';
import { dkCpr } from './detectors/dk-cpr.ts';
import { drivingLicence } from './detectors/driving-licence.ts';
import { eePersonalCode } from './detectors/ee-personal-code.ts';
import { emailAddress } from './detectors/email-address.ts';
import { esIdentity } from './detectors/es-identity.ts';
import { fiIdentity } from './detectors/fi-identity.ts';
import { frSocialSecurity } from './detectors/fr-social-security.ts';
import { fullDate } from './detectors/full-date.ts';
import { gbNationalInsurance } from './detectors/gb-national-insurance.ts';
import { gbNhs } from './detectors/gb-nhs.ts';
import { gbTaxReference } from './detectors/gb-tax-reference.ts';
import { grIdentity } from './detectors/gr-identity.ts';
import { hkIdentity } from './detectors/hk-identity.ts';
import { hrOib } from './detectors/hr-oib.ts';
import { huTaxId } from './detectors/hu-tax-id.ts';
import { iban } from './detectors/iban.ts';
import { iePps } from './detectors/ie-pps.ts';
import { ilIdentity } from './detectors/il-identity.ts';
import { inAadhaar, ungroupedInAadhaar } from './detectors/in-aadhaar.ts';
import { inPan } from './detectors/in-pan.ts';
import { introducedName } from './detectors/introduced-name.ts';
import { ipAddress } from './detectors/ip-address.ts';
import { itFiscalCode } from './detectors/it-fiscal-code.ts';
import { jpMyNumber } from './detectors/jp-my-number.ts';
import { krResidentNumber } from './detectors/kr-resident-number.ts';
import { macAddress } from './detectors/mac-address.ts';
import { mxCurp } from './detectors/mx-curp.ts';
import { namedHealthNumber, namedIdentity } from './detectors/named-identity.ts';
import { nlCitizenNumber } from './detectors/nl-citizen-number.ts';
import { noBirthNumber } from './detectors/no-birth-number.ts';
import { numberedAddress } from './detectors/numbered-address.ts';
import { passport } from './detectors/passport.ts';
import { password } from './detectors/password.ts';
import { paymentCard } from './detectors/payment-card.ts';
import { phoneNumber } from './detectors/phone-number.ts';
import { plPesel } from './detectors/pl-pesel.ts';
import { postalAddress } from './detectors/postal-address.ts';
import { gbPostcode, postcode } from './detectors/postcode.ts';
import { ptNif } from './detectors/pt-nif.ts';
import { roCnp } from './detectors/ro-cnp.ts';
import { sePersonalNumber, undashedSePersonalNumber } from './detectors/se-personal-number.ts';
import { secret } from './detectors/secret.ts';
import { secretUrl } from './detectors/secret-url.ts';
import { sgNric } from './detectors/sg-nric.ts';
import { signedName } from './detectors/signed-name.ts';
import { sortCode } from './detectors/sort-code.ts';
import { thIdentity } from './detectors/th-identity.ts';
import { titledName } from './detectors/titled-name.ts';
import { trTckn } from './detectors/tr-tckn.ts';
import { usEmployerId } from './detectors/us-employer-id.ts';
import { usItin } from './detectors/us-itin.ts';
import { usMedicare } from './detectors/us-medicare.ts';
import { labelledUsSsn, usSsn } from './detectors/us-ssn.ts';
import { username } from './detectors/username.ts';
import { vehicleNumber, vehiclePlate } from './detectors/vehicle.ts';
import { webAddress } from './detectors/web-address.ts';
import { zaId } from './detectors/za-id.ts';

/** Every rule-based detector. The order says nothing: `resolve-overlaps.ts` decides. */
export const defaultDetectors: readonly Detector[] = [
  paymentCard,
  iban,
  emailAddress,
  phoneNumber,
  usSsn,
  labelledUsSsn,
  gbNationalInsurance,
  deTaxId,
  deIdentityCard,
  frSocialSecurity,
  esIdentity,
  itFiscalCode,
  nlCitizenNumber,
  plPesel,
  beNationalNumber,
  chSocialSecurity,
  inAadhaar,
  ungroupedInAadhaar,
  inPan,
  brCpf,
  ungroupedBrCpf,
  sePersonalNumber,
  undashedSePersonalNumber,
  fiIdentity,
  dkCpr,
  noBirthNumber,
  ptNif,
  iePps,
  roCnp,
  bgEgn,
  czBirthNumber,
  hrOib,
  atSocialSecurity,
  deSocialSecurity,
  deHealthInsurance,
  eePersonalCode,
  grIdentity,
  huTaxId,
  gbNhs,
  gbTaxReference,
  usItin,
  usEmployerId,
  usMedicare,
  caSin,
  auTaxFile,
  auMedicare,
  zaId,
  trTckn,
  cnResidentId,
  krResidentNumber,
  jpMyNumber,
  sgNric,
  hkIdentity,
  thIdentity,
  ilIdentity,
  mxCurp,
  clRut,
  arCuit,
  passport,
  drivingLicence,
  bankAccount,
  longBankAccount,
  lastDigits,
  customerNumber,
  sortCode,
  ipAddress,
  macAddress,
  secretUrl,
  secret,
  password,
  dateOfBirth,
  introducedName,
  titledName,
  signedName,
  postalAddress,
  numberedAddress,
  postcode,
  gbPostcode,
  fullDate,
  age,
  webAddress,
  username,
  vehicleNumber,
  vehiclePlate,
  cryptoWallet,
  namedHealthNumber,
  namedIdentity,
  bareAnswer,
];
