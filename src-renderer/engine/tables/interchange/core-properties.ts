import { PRODUCT_VERSION } from '#shared/product-version.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import { escapeOfficeText } from './office-text.ts'

const packages = 'http://schemas.openxmlformats.org/package/2006'

/** Name of the part in a package of Office. */
export const corePath = 'docProps/core.xml'
/** What `[Content_Types].xml` says of it. */
export const coreContentType = `<Override PartName="/${corePath}" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>`
/** The relationship of the package to it. @param id such as `rId2` */
export const coreRelationship = (id: string): string =>
  `<Relationship Id="${id}" Type="${packages}/relationships/metadata/core-properties" Target="${corePath}"/>`

/**
 * What a file of Office says of itself (ECMA-376, part 2, core properties), as programs show it under its properties.
 * @param about where it comes from
 */
export function coreProperties(title: string, about: string): string {
  const made = new Date().toISOString().replace(/\.\d+Z$/, 'Z')
  const moments = ['created', 'modified'].map(
    (name) => `<dcterms:${name} xsi:type="dcterms:W3CDTF">${made}</dcterms:${name}>`
  )
  const description = about === '' ? '' : `<dc:description>${escapeOfficeText(about)}</dc:description>`
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp="${packages}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapeOfficeText(title)}</dc:title>${description}<dc:creator>Populus ${PRODUCT_VERSION}</dc:creator><dc:language>${activeLocale}</dc:language>${moments.join('')}</cp:coreProperties>`
}
