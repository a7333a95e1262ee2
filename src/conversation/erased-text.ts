/** What is read where a text stood whose key was destroyed. */
export const erasedText = '[erased]';
