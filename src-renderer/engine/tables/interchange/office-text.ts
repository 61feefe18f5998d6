/**
 * Text for the XML of files of Office; characters that XML cannot hold are left out. A carriage return stands by its number, as
 * readers of XML take one that is written as such for the end of a line.
 */
export function escapeOfficeText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;')
}
