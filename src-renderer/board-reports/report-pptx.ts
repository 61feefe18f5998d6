import {
  coreContentType,
  corePath,
  coreProperties,
  coreRelationship
} from '#engine/tables/interchange/core-properties.ts'
import type { ReportDocument } from './report-document.ts'
import { reportSlides } from './slides.ts'
import { zipFiles, type ArchivedFile } from './zip-files.ts'

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const spaces = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="${office}" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"`
const type = 'application/vnd.openxmlformats-officedocument.presentationml'
const root =
  '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'

function relations(targets: readonly (readonly [kind: string, target: string])[]): string {
  const list = targets.map(
    ([kind, target], index) => `<Relationship Id="rId${index + 1}" Type="${office}/${kind}" Target="${target}"/>`
  )
  return `${head}<Relationships xmlns="${packages}/relationships">${list.join('')}</Relationships>`
}

const colors = [
  'dk1',
  'lt1',
  'dk2',
  'lt2',
  'accent1',
  'accent2',
  'accent3',
  'accent4',
  'accent5',
  'accent6',
  'hlink',
  'folHlink'
]
const values = [
  '161A18',
  'FFFFFF',
  '484F4A',
  'EFF1ED',
  '1F4E8C',
  '299ECA',
  '752400',
  '919909',
  '006763',
  '795ECA',
  '2449C4',
  '795ECA'
]

function theme(): string {
  const scheme = colors.map((name, index) => `<a:${name}><a:srgbClr val="${values[index]}"/></a:${name}>`).join('')
  const fonts = ['major', 'minor']
    .map(
      (name) => `<a:${name}Font><a:latin typeface="Segoe UI"/><a:ea typeface=""/><a:cs typeface=""/></a:${name}Font>`
    )
    .join('')
  const fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
  const line = `<a:ln w="6350">${fill}</a:ln>`
  const effect = '<a:effectStyle><a:effectLst/></a:effectStyle>'
  return `${head}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Populus"><a:themeElements><a:clrScheme name="Populus">${scheme}</a:clrScheme><a:fontScheme name="Populus">${fonts}</a:fontScheme><a:fmtScheme name="Populus"><a:fillStyleLst>${fill.repeat(3)}</a:fillStyleLst><a:lnStyleLst>${line.repeat(3)}</a:lnStyleLst><a:effectStyleLst>${effect.repeat(3)}</a:effectStyleLst><a:bgFillStyleLst>${fill.repeat(3)}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>`
}

const map =
  'bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"'
const place =
  '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Title"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="457200" y="304800"/><a:ext cx="11277600" cy="381000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:p/></p:txBody></p:sp>'
const master = `${head}<p:sldMaster ${spaces}><p:cSld><p:bg><p:bgPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:effectLst/></p:bgPr></p:bg><p:spTree>${root}${place}</p:spTree></p:cSld><p:clrMap ${map}/><p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst><p:txStyles><p:titleStyle><a:lvl1pPr><a:defRPr sz="2400"/></a:lvl1pPr></p:titleStyle><p:bodyStyle><a:lvl1pPr><a:defRPr sz="1400"/></a:lvl1pPr></p:bodyStyle><p:otherStyle/></p:txStyles></p:sldMaster>`
const layout = `${head}<p:sldLayout ${spaces} type="titleOnly"><p:cSld name="Title only"><p:spTree>${root}${place}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>`

function contentTypes(slides: number): string {
  const parts = [
    ['/ppt/presentation.xml', `${type}.presentation.main+xml`],
    ['/ppt/slideMasters/slideMaster1.xml', `${type}.slideMaster+xml`],
    ['/ppt/slideLayouts/slideLayout1.xml', `${type}.slideLayout+xml`],
    ['/ppt/theme/theme1.xml', 'application/vnd.openxmlformats-officedocument.theme+xml'],
    ...Array.from({ length: slides }, (_, index) => [`/ppt/slides/slide${index + 1}.xml`, `${type}.slide+xml`])
  ]
  const list = parts.map(([name, kind]) => `<Override PartName="${name}" ContentType="${kind}"/>`).join('')
  return `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${coreContentType}${list}</Types>`
}

/**
 * A report as slides that can be edited (ECMA-376, PresentationML): charts are shapes with a description, tables are tables,
 * and the last slides have definitions and provenance.
 */
export function reportPptx(report: ReportDocument): Promise<Uint8Array<ArrayBuffer>> {
  const slides = reportSlides(report)
  const ids = slides.map((_, index) => `<p:sldId id="${256 + index}" r:id="rId${index + 3}"/>`).join('')
  const presentation = `${head}<p:presentation ${spaces}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst><p:sldIdLst>${ids}</p:sldIdLst><p:sldSz cx="12192000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>`
  const slideFiles = slides.flatMap((shapes, index): ArchivedFile[] => [
    {
      name: `ppt/slides/slide${index + 1}.xml`,
      content: `${head}<p:sld ${spaces}><p:cSld><p:spTree>${root}${shapes}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>`
    },
    {
      name: `ppt/slides/_rels/slide${index + 1}.xml.rels`,
      content: relations([['slideLayout', '../slideLayouts/slideLayout1.xml']])
    }
  ])
  return zipFiles([
    { name: '[Content_Types].xml', content: contentTypes(slides.length) },
    {
      name: '_rels/.rels',
      content: `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="ppt/presentation.xml"/>${coreRelationship('rId2')}</Relationships>`
    },
    { name: corePath, content: coreProperties(report.title, report.about) },
    { name: 'ppt/presentation.xml', content: presentation },
    {
      name: 'ppt/_rels/presentation.xml.rels',
      content: relations([
        ['slideMaster', 'slideMasters/slideMaster1.xml'],
        ['theme', 'theme/theme1.xml'],
        ...slides.map((_, index) => ['slide', `slides/slide${index + 1}.xml`] as const)
      ])
    },
    { name: 'ppt/slideMasters/slideMaster1.xml', content: master },
    {
      name: 'ppt/slideMasters/_rels/slideMaster1.xml.rels',
      content: relations([
        ['slideLayout', '../slideLayouts/slideLayout1.xml'],
        ['theme', '../theme/theme1.xml']
      ])
    },
    { name: 'ppt/slideLayouts/slideLayout1.xml', content: layout },
    {
      name: 'ppt/slideLayouts/_rels/slideLayout1.xml.rels',
      content: relations([['slideMaster', '../slideMasters/slideMaster1.xml']])
    },
    { name: 'ppt/theme/theme1.xml', content: theme() },
    ...slideFiles
  ])
}
