import type { Detector } from './detector.ts';
import { bankAccount, customerNumber, lastDigits, longBankAccount } from './detectors/bank-account.ts';
import { bareAnswer } from './detectors/bare-answer.ts';
import { beNationalNumber } from './detectors/be-national-number.ts';
import { brCpf, ungroupedBrCpf } from './detectors/br-cpf.ts';
import { chSocialSecurity } from './detectors/ch-social-security.ts';
import { dateOfBirth } from './detectors/date-of-birth.ts';
import { deIdentityCard } from './detectors/de-identity-card.ts';
import { deTaxId } from './detectors/de-tax-id.ts';
import { drivingLicence } from './detectors/driving-licence.ts';
import { emailAddress } from './detectors/email-address.ts';
import { esIdentity } from './detectors/es-identity.ts';
import { frSocialSecurity } from './detectors/fr-social-security.ts';
import { gbNationalInsurance } from './detectors/gb-national-insurance.ts';
import { iban } from './detectors/iban.ts';
import { inAadhaar, ungroupedInAadhaar } from './detectors/in-aadhaar.ts';
import { inPan } from './detectors/in-pan.ts';
import { introducedName } from './detectors/introduced-name.ts';
import { ipAddress } from './detectors/ip-address.ts';
import { itFiscalCode } from './detectors/it-fiscal-code.ts';
import { macAddress } from './detectors/mac-address.ts';
import { nlCitizenNumber } from './detectors/nl-citizen-number.ts';
import { passport } from './detectors/passport.ts';
import { paymentCard } from './detectors/payment-card.ts';
import { phoneNumber } from './detectors/phone-number.ts';
import { plPesel } from './detectors/pl-pesel.ts';
import { postalAddress } from './detectors/postal-address.ts';
import { gbPostcode, postcode } from './detectors/postcode.ts';
import { sePersonalNumber, undashedSePersonalNumber } from './detectors/se-personal-number.ts';
import { secret } from './detectors/secret.ts';
import { secretUrl } from './detectors/secret-url.ts';
import { signedName } from './detectors/signed-name.ts';
import { sortCode } from './detectors/sort-code.ts';
import { titledName } from './detectors/titled-name.ts';
import { labelledUsSsn, usSsn } from './detectors/us-ssn.ts';

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
  dateOfBirth,
  introducedName,
  titledName,
  signedName,
  postalAddress,
  postcode,
  gbPostcode,
  bareAnswer,
];
