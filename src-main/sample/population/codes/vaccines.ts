import { sampleConcept, cvx, type SampleConcept } from './concept.ts'

/** Vaccines in CVX. */
export const vaccines = {
  hepatitisB: sampleConcept('Hepatitis B', [cvx, '08']),
  rotavirus: sampleConcept('Rotavirus', [cvx, '119']),
  dtap: sampleConcept('DTaP', [cvx, '20']),
  hib: sampleConcept('Hib (PRP-OMP)', [cvx, '49']),
  polio: sampleConcept('Polio, inactivated', [cvx, '10']),
  pneumococcal15: sampleConcept('Pneumococcal conjugate, 15-valent', [cvx, '215']),
  pneumococcal20: sampleConcept('Pneumococcal conjugate, 20-valent', [cvx, '216']),
  pneumococcal23: sampleConcept('Pneumococcal polysaccharide, 23-valent', [cvx, '33']),
  mmr: sampleConcept('MMR', [cvx, '03']),
  varicella: sampleConcept('Varicella', [cvx, '21']),
  hepatitisA: sampleConcept('Hepatitis A', [cvx, '83']),
  tdap: sampleConcept('Tdap', [cvx, '115']),
  papilloma: sampleConcept('HPV, 9-valent', [cvx, '165']),
  meningococcal: sampleConcept('Meningococcal ACWY', [cvx, '114']),
  zoster: sampleConcept('Zoster, recombinant', [cvx, '187']),
  influenza: sampleConcept('Influenza, injectable', [cvx, '140']),
  influenzaQuadrivalent: sampleConcept('Influenza, injectable, quadrivalent', [cvx, '150']),
  influenzaHighDose: sampleConcept('Influenza, high dose', [cvx, '135']),
  covid: sampleConcept('COVID-19 mRNA, seasonal', [cvx, '309'])
} as const satisfies Record<string, SampleConcept>
