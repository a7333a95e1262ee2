/** Names of months, in the languages of the recognisers. */
export const MONTH =
  '(?:jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|février|mar(?:ch|s|zo)?|märz|apr(?:il)?|avril|may|mai|mayo|june?|juni|juin|july?|juli|juillet|aug(?:ust)?|août|sept?(?:ember)?|oct(?:ober|obre)?|okt(?:ober)?|nov(?:ember|embre)?|dec(?:ember)?|dez(?:ember)?|décembre)';

/** Dates that name day, month and year, so that they tell one day from all others. */
export const FULL_DATE = `(?:(?:19|20)\\d\\d(?:[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:0?[1-9]|[12]\\d|3[01]))|\\d{1,2}([-./])\\d{1,2}\\1(?:19|20)\\d\\d|\\d{1,2}(?:st|nd|rd|th|\\.)?\\s?(?:of\\s)?${MONTH}\\.?,?\\s(?:19|20)\\d\\d|${MONTH}\\.?\\s\\d{1,2}(?:st|nd|rd|th)?,?\\s(?:19|20)\\d\\d)`;
