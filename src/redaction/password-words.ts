/** What is said *about* passwords: `my password is wrong`, `mein Passwort ist abgelaufen`. */
const remarks = new Set(
  (
    "wrong right correct incorrect invalid valid expired blocked locked lost gone not isn't never still always now also " +
    'the a an my your too so being required needed working secure safe weak strong short long old new same different ' +
    'changed forgotten missing compromised stolen hacked known unknown saved accepted rejected denied refused sent ' +
    'stored shown used set reset it that what no none going getting asking only case very just to in on for fine ok ' +
    'okay protected empty there here case-sensitive unable broken available leaked exposed published guessed cracked ' +
    'completely totally really already currently probably definitely apparently actually clearly suddenly constantly ' +
    'automatically permanently temporarily simply absolutely extremely pretty quite rather literally obviously ' +
    'seemingly supposedly possibly certainly perhaps maybe longer shorter better worse similar active inactive enabled ' +
    'disabled ready pending visible invisible hidden encrypted hashed displayed failing resetting expiring asked ' +
    'useless fixed back off up about over under at by from with without like as than if when because but and or please ' +
    "enter type must should can can't cannot does doesn't do don't did didn't has have had will would won't unclear " +
    'misspelled typed entered difficult hard easy complicated complex simple common unique private confidential due ' +
    'optional mandatory outdated obsolete deactivated unavailable blank this these how why where who which we you he ' +
    'she they i his her their our some any every each all both one of out mistyped remembered public temporary frozen ' +
    'suspended deleted removed ' +
    // German
    'abgelaufen falsch richtig korrekt inkorrekt ungültig gültig gesperrt blockiert weg verloren vergessen nicht kein ' +
    'keine immer noch jetzt nun neu alt geändert zurückgesetzt sicher unsicher schwach stark kurz lang zu bekannt ' +
    'unbekannt kompromittiert gestohlen gehackt gespeichert leer wieder schon bereits leider auch ein eine mein meine ' +
    'das der die den es ich sie wir erforderlich nötig notwendig veraltet unvollständig deaktiviert aktiv inaktiv ' +
    'fehlerhaft defekt kaputt fertig da dort hier sehr ganz nur bitte offenbar angeblich plötzlich seit wohl dasselbe ' +
    'gleich anders einfach schwierig kompliziert verschwunden sichtbar aber und oder wie was warum wo ' +
    'nach vor beim im am von mit mehrfach zweimal dreimal gelöscht entfernt länger kürzer einmal ' +
    // French, Spanish, Portuguese, Italian, Dutch, Polish
    'incorrecte expiré oublié perdu bloqué faux invalide toujours pas refusé changé trop incorrecta incorrecto ' +
    'caducada caducado expirada expirado bloqueada bloqueado olvidada inválida válida muy la el mi una mal não ' +
    'obligatoria demasiado siempre muito já está sempre ainda demais obrigatória troppo già stata stato sempre ' +
    'incorreta errada errado scaduta sbagliata errata bloccata non onjuist verlopen verkeerd geblokkeerd niet ongeldig ' +
    'kwijt vergeten nieprawidłowe wygasło błędne'
  ).split(' '),
);

/** Words that go on with the sentence after a password. */
const onward = new Set(
  (
    "and but or so because since when while if then than for from of in on at to by with without about after before i i'm " +
    "we you he she they it its it's this that these those my your our his her their the a an please pls thanks thank " +
    "can could would should will won't cannot can't don't doesn't didn't do does did has have had am are is isn't was " +
    'were be been help how what why where which who there here not no yes also again still ok okay now sir madam mam hi ' +
    'hello sorry username user name email mail account login log number card pin phone password nothing works work ' +
    'working fails failed fail says say wrong invalid expired ' +
    'und oder aber weil wenn dann ich du er sie es wir ihr mein meine dein bitte danke kann können wie was wo warum ' +
    'nicht falsch ungültig abgelaufen gesperrt worden auch hilfe für von zu mit bei nach ist hat das der die ein eine benutzername et mais je mon ma le la merci ' +
    'y pero mi el gracias e ma il grazie'
  ).split(' '),
);

/** Words of a notice that somebody quotes: `it says password "must contain a number"`. */
const ofNotices = new Set(
  (
    'not must does cannot should will invalid incorrect wrong expired required contain contains match matches ' +
    'characters character enter try too reset forgot forgotten change changed locked blocked needed missing empty ' +
    'unknown failed again nicht falsch ungültig abgelaufen gesperrt erforderlich muss zeichen'
  ).split(' '),
);

/** True for a word that says how a password is, and is none. */
export function isRemark(word: string): boolean {
  return remarks.has(word.toLowerCase());
}

/** True for a word that belongs to the sentence rather than to a passphrase before it. */
export function leadsOn(word: string): boolean {
  return onward.has(word.toLowerCase());
}

/** True when quoted words are what a screen said, not a password. */
export function isNotice(quoted: string): boolean {
  const words = quoted.toLowerCase().match(/[\p{L}\p{N}'-]+/gu) ?? [];
  return words.every((word) => remarks.has(word)) || (words.length > 1 && words.some((word) => ofNotices.has(word)));
}
