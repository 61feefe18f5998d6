/** Line of business of a plan. */
export type PlanLine = 'medicare' | 'commercial' | 'medicaid'

/** A plan of an invented payer. */
export interface Plan {
  /** Index into the payers. */
  readonly payer: number
  /** Contract and plan for Medicare Advantage, else the plan's own code. Invented. */
  readonly id: string
  readonly name: string
  readonly line: PlanLine
  /** Source of Payment Typology code. */
  readonly typology: string
  readonly weight: number
  /** Payment relative to the fee schedule of the generator. */
  readonly price: number
  /** Pays primary care by the head; visits to the own practice come as claims without payment. */
  readonly capitated?: boolean
}

/** Invented payers. */
export const payers: readonly string[] = [
  'Great Lakes Alliance Health',
  'Keystone Valley Mutual',
  'Harborlight Community Plan'
]

/** Invented plans; contracts begin with H99 and do not exist. */
export const plans: readonly Plan[] = [
  {
    payer: 0,
    id: 'H9901-001',
    name: 'Alliance Advantage HMO',
    line: 'medicare',
    typology: '111',
    weight: 34,
    price: 1.75,
    capitated: true
  },
  {
    payer: 0,
    id: 'H9901-007',
    name: 'Alliance Advantage PPO',
    line: 'medicare',
    typology: '112',
    weight: 18,
    price: 1.84
  },
  {
    payer: 1,
    id: 'H9902-003',
    name: 'Keystone Medicare Plus',
    line: 'medicare',
    typology: '111',
    weight: 32,
    price: 1.72
  },
  {
    payer: 2,
    id: 'H9903-001',
    name: 'Harborlight Dual Complete',
    line: 'medicare',
    typology: '14',
    weight: 16,
    price: 1.66
  },
  {
    payer: 0,
    id: 'GLA-HMO',
    name: 'Alliance Choice HMO',
    line: 'commercial',
    typology: '511',
    weight: 32,
    price: 2.85,
    capitated: true
  },
  { payer: 0, id: 'GLA-PPO', name: 'Alliance Open PPO', line: 'commercial', typology: '512', weight: 26, price: 3.1 },
  {
    payer: 1,
    id: 'KVM-EPO',
    name: 'Keystone Select EPO',
    line: 'commercial',
    typology: '514',
    weight: 26,
    price: 2.95
  },
  {
    payer: 1,
    id: 'KVM-HDHP',
    name: 'Keystone Saver HDHP',
    line: 'commercial',
    typology: '519',
    weight: 16,
    price: 2.75
  },
  {
    payer: 2,
    id: 'HCP-MCD',
    name: 'Harborlight Family Care',
    line: 'medicaid',
    typology: '211',
    weight: 100,
    price: 1.75,
    capitated: true
  }
]
