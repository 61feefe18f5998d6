import { sampleConcept, snomedSystem, type SampleConcept } from './concept.ts'

/** A service of a hospital's outpatient department. */
export interface OutpatientService {
  readonly concept: SampleConcept
  /** Revenue code. */
  readonly revenue: string
  /** Who does it. */
  readonly role: 'hospitalist' | 'orthopedics' | 'oncology'
  /** US cents. */
  readonly price: number
  /** How often it follows a visit to a specialist; 0 for what is arranged otherwise. */
  readonly weight: number
}

/** Services of outpatient departments, in SNOMED CT, with the revenue codes under which hospitals bill them. */
export const outpatientServices = {
  imaging: {
    concept: sampleConcept('Diagnostic imaging', [snomedSystem, '363679005']),
    revenue: '0320',
    role: 'hospitalist',
    price: 42_000,
    weight: 34
  },
  tomography: {
    concept: sampleConcept('Computed tomography', [snomedSystem, '77477000']),
    revenue: '0350',
    role: 'hospitalist',
    price: 96_000,
    weight: 22
  },
  resonance: {
    concept: sampleConcept('Magnetic resonance imaging', [snomedSystem, '113091000']),
    revenue: '0610',
    role: 'hospitalist',
    price: 128_000,
    weight: 16
  },
  therapy: {
    concept: sampleConcept('Physical therapy', [snomedSystem, '91251008']),
    revenue: '0420',
    role: 'orthopedics',
    price: 58_000,
    weight: 20
  },
  surgery: {
    concept: sampleConcept('Day surgery', [snomedSystem, '110468005']),
    revenue: '0490',
    role: 'orthopedics',
    price: 760_000,
    weight: 12
  },
  infusion: {
    concept: sampleConcept('Chemotherapy infusion', [snomedSystem, '367336001']),
    revenue: '0335',
    role: 'oncology',
    price: 980_000,
    weight: 0
  }
} as const satisfies Record<string, OutpatientService>
