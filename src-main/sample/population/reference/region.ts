/** A town of the invented county that the population lives in. */
export interface Town {
  readonly name: string
  readonly postalCode: string
  /** Share of the people. */
  readonly weight: number
  /** Mean social position of the town, 0 (poor) to 1 (well-off). */
  readonly position: number
}

/** Postal code of the state in which the region lies. */
export const state = 'OH'

/** Invented towns; the postal codes lie in a block without delivery addresses. */
export const towns: readonly Town[] = [
  { name: 'Fairhaven Mills', postalCode: '45901', weight: 24, position: 0.42 },
  { name: 'Port Ellery', postalCode: '45905', weight: 19, position: 0.3 },
  { name: 'Northgate', postalCode: '45912', weight: 15, position: 0.62 },
  { name: 'Quarry Heights', postalCode: '45918', weight: 11, position: 0.8 },
  { name: 'Sandusky Falls', postalCode: '45923', weight: 10, position: 0.48 },
  { name: 'Elm Hollow', postalCode: '45931', weight: 8, position: 0.38 },
  { name: 'Tamarack', postalCode: '45940', weight: 7, position: 0.35 },
  { name: 'Wheaton Ridge', postalCode: '45952', weight: 6, position: 0.7 }
]

/** Names of streets for addresses. */
export const streets: readonly string[] = [
  'Alder Street',
  'Birch Lane',
  'Canal Street',
  'Church Street',
  'Depot Road',
  'East Main Street',
  'Foundry Avenue',
  'Garfield Avenue',
  'Harbor Road',
  'Hickory Drive',
  'Juniper Court',
  'Lakeview Drive',
  'Linden Avenue',
  'Mill Road',
  'Millrace Lane',
  'Oak Street',
  'Orchard Road',
  'Park Avenue',
  'Pine Street',
  'Quarry Road',
  'River Street',
  'School Street',
  'Spruce Street',
  'Sycamore Drive',
  'Union Street',
  'Walnut Street',
  'West Main Street',
  'Willow Way'
]
