/**
 * Ingredients (RxNorm names) of the classes of medicines that built-in lists hold, by the last part of a list's address: a
 * list says what class it is, and the display of a drug what it is made of. For suggestions alone.
 */
const ingredients: Readonly<Record<string, string>> = {
  antidepressants:
    'amitriptyline bupropion citalopram clomipramine desipramine desvenlafaxine doxepin duloxetine escitalopram fluoxetine fluvoxamine imipramine levomilnacipran mirtazapine nefazodone nortriptyline paroxetine phenelzine protriptyline selegiline sertraline tranylcypromine trazodone venlafaxine vilazodone vortioxetine',
  antipsychotics:
    'aripiprazole asenapine brexpiprazole cariprazine chlorpromazine clozapine fluphenazine haloperidol iloperidone loxapine lumateperone lurasidone molindone olanzapine paliperidone perphenazine pimozide quetiapine risperidone thioridazine thiothixene trifluoperazine ziprasidone',
  'asthma-controllers':
    'beclomethasone benralizumab budesonide ciclesonide dupilumab fluticasone mepolizumab mometasone montelukast omalizumab reslizumab theophylline zafirlukast zileuton',
  benzodiazepines:
    'alprazolam chlordiazepoxide clobazam clonazepam clorazepate diazepam estazolam flurazepam lorazepam midazolam oxazepam quazepam temazepam triazolam',
  'beta-blockers': 'bisoprolol carvedilol metoprolol',
  'first-generation-antihistamines':
    'brompheniramine carbinoxamine chlorpheniramine clemastine cyproheptadine dexbrompheniramine dexchlorpheniramine diphenhydramine dimenhydrinate doxylamine hydroxyzine meclizine promethazine triprolidine',
  hypnotics: 'eszopiclone zaleplon zolpidem',
  insulin: 'insulin aspart degludec detemir glargine glulisine lispro humulin novolin',
  'long-acting-bronchodilators':
    'aclidinium arformoterol formoterol glycopyrronium indacaterol olodaterol salmeterol tiotropium umeclidinium vilanterol',
  'long-acting-sulfonylureas': 'chlorpropamide glimepiride glyburide',
  'muscle-relaxants': 'carisoprodol chlorzoxazone cyclobenzaprine metaxalone methocarbamol orphenadrine',
  'ras-inhibitors':
    'benazepril captopril enalapril fosinopril lisinopril moexipril perindopril quinapril ramipril trandolapril azilsartan candesartan eprosartan irbesartan losartan olmesartan telmisartan valsartan sacubitril',
  statins: 'atorvastatin fluvastatin lovastatin pitavastatin pravastatin rosuvastatin simvastatin',
  'tobacco-cessation-medication': 'bupropion nicotine varenicline'
}

/** Names of the ingredients of a built-in list; none for other lists. */
export function ingredientsOf(list: string): string {
  return ingredients[list.slice(list.lastIndexOf('/') + 1)] ?? ''
}
