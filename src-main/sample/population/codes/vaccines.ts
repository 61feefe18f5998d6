import { concept, cvx, type Concept } from './concept.ts'

/** Vaccines in CVX. */
export const vaccines = {
  hepatitisB: concept('Hepatitis B', [cvx, '08']),
  rotavirus: concept('Rotavirus', [cvx, '119']),
  dtap: concept('DTaP', [cvx, '20']),
  hib: concept('Hib (PRP-OMP)', [cvx, '49']),
  polio: concept('Polio, inactivated', [cvx, '10']),
  pneumococcal15: concept('Pneumococcal conjugate, 15-valent', [cvx, '215']),
  pneumococcal20: concept('Pneumococcal conjugate, 20-valent', [cvx, '216']),
  pneumococcal23: concept('Pneumococcal polysaccharide, 23-valent', [cvx, '33']),
  mmr: concept('MMR', [cvx, '03']),
  varicella: concept('Varicella', [cvx, '21']),
  hepatitisA: concept('Hepatitis A', [cvx, '83']),
  tdap: concept('Tdap', [cvx, '115']),
  papilloma: concept('HPV, 9-valent', [cvx, '165']),
  meningococcal: concept('Meningococcal ACWY', [cvx, '114']),
  zoster: concept('Zoster, recombinant', [cvx, '187']),
  influenza: concept('Influenza, injectable', [cvx, '140']),
  influenzaQuadrivalent: concept('Influenza, injectable, quadrivalent', [cvx, '150']),
  influenzaHighDose: concept('Influenza, high dose', [cvx, '135']),
  covid: concept('COVID-19 mRNA, seasonal', [cvx, '309'])
} as const satisfies Record<string, Concept>
