/** Long-lasting diseases that a life may hold; the order is part of the data. */
export const diseases = [
  'prediabetes',
  'diabetes',
  'hypertension',
  'hyperlipidemia',
  'obesity',
  'kidneyDisease',
  'ischemicHeart',
  'heartFailure',
  'atrialFibrillation',
  'stroke',
  'asthma',
  'copd',
  'depression',
  'anxiety',
  'dementia',
  'osteoporosis',
  'breastCancer',
  'colorectalCancer',
  'prostateCancer',
  'lungCancer',
  'osteoarthritis',
  'rheumatoidArthritis',
  'backPain',
  'reflux',
  'sleepApnea',
  'hypothyroidism',
  'retinopathy',
  'neuropathy'
] as const

export type Disease = (typeof diseases)[number]
