import { engineMeasuresContentMessages as m } from '#messages/engine/measures/content.ts'

/**
 * Ingredients (RxNorm names) of the classes of medicines that built-in lists hold, by the last part of a list's address: a
 * list says what class it is, and the display of a drug what it is made of. For suggestions alone.
 */
const ingredients: Readonly<Record<string, string>> = {
  antidepressants: m.amitriptylineBupropionCitalopramClomipramineDesipramineDesvenlafaxine,
  antipsychotics: m.aripiprazoleAsenapineBrexpiprazoleCariprazineChlorpromazineClozapine,
  'asthma-controllers': m.beclomethasoneBenralizumabBudesonideCiclesonideDupilumabFluticasone,
  benzodiazepines: m.alprazolamChlordiazepoxideClobazamClonazepamClorazepateDiazepam,
  'beta-blockers': m.bisoprololCarvedilolMetoprolol,
  'first-generation-antihistamines':
    m.brompheniramineCarbinoxamineChlorpheniramineClemastineCyproheptadineDexbrompheniramine,
  hypnotics: m.eszopicloneZaleplonZolpidem,
  insulin: m.insulinAspartDegludecDetemirGlargineGlulisine,
  'long-acting-bronchodilators': m.aclidiniumArformoterolFormoterolGlycopyrroniumIndacaterolOlodaterol,
  'long-acting-sulfonylureas': m.chlorpropamideGlimepirideGlyburide,
  'muscle-relaxants': m.carisoprodolChlorzoxazoneCyclobenzaprineMetaxaloneMethocarbamolOrphenadrine,
  'ras-inhibitors': m.benazeprilCaptoprilEnalaprilFosinoprilLisinoprilMoexipril,
  statins: m.atorvastatinFluvastatinLovastatinPitavastatinPravastatinRosuvastatin,
  'tobacco-cessation-medication': m.bupropionNicotineVarenicline
}

/** Names of the ingredients of a built-in list; none for other lists. */
export function ingredientsOf(list: string): string {
  return ingredients[list.slice(list.lastIndexOf('/') + 1)] ?? ''
}
