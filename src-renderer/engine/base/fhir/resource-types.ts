/** The releases of FHIR that Populus reads. */
export type FhirRelease = 'R4' | 'R4B' | 'R5'

/** Resource types of R4 (4.0.1). Source: https://hl7.org/fhir/R4/resourcelist.html */
const inR4 = `
  Account ActivityDefinition AdverseEvent AllergyIntolerance Appointment AppointmentResponse AuditEvent Basic
  Binary BiologicallyDerivedProduct BodyStructure Bundle CapabilityStatement CarePlan CareTeam CatalogEntry
  ChargeItem ChargeItemDefinition Claim ClaimResponse ClinicalImpression CodeSystem Communication
  CommunicationRequest CompartmentDefinition Composition ConceptMap Condition Consent Contract Coverage
  CoverageEligibilityRequest CoverageEligibilityResponse DetectedIssue Device DeviceDefinition DeviceMetric
  DeviceRequest DeviceUseStatement DiagnosticReport DocumentManifest DocumentReference EffectEvidenceSynthesis
  Encounter Endpoint EnrollmentRequest EnrollmentResponse EpisodeOfCare EventDefinition Evidence EvidenceVariable
  ExampleScenario ExplanationOfBenefit FamilyMemberHistory Flag Goal GraphDefinition Group GuidanceResponse
  HealthcareService ImagingStudy Immunization ImmunizationEvaluation ImmunizationRecommendation
  ImplementationGuide InsurancePlan Invoice Library Linkage List Location Measure MeasureReport Media Medication
  MedicationAdministration MedicationDispense MedicationKnowledge MedicationRequest MedicationStatement
  MedicinalProduct MedicinalProductAuthorization MedicinalProductContraindication MedicinalProductIndication
  MedicinalProductIngredient MedicinalProductInteraction MedicinalProductManufactured MedicinalProductPackaged
  MedicinalProductPharmaceutical MedicinalProductUndesirableEffect MessageDefinition MessageHeader
  MolecularSequence NamingSystem NutritionOrder Observation ObservationDefinition OperationDefinition
  OperationOutcome Organization OrganizationAffiliation Parameters Patient PaymentNotice PaymentReconciliation
  Person PlanDefinition Practitioner PractitionerRole Procedure Provenance Questionnaire QuestionnaireResponse
  RelatedPerson RequestGroup ResearchDefinition ResearchElementDefinition ResearchStudy ResearchSubject
  RiskAssessment RiskEvidenceSynthesis Schedule SearchParameter ServiceRequest Slot Specimen SpecimenDefinition
  StructureDefinition StructureMap Subscription Substance SubstanceNucleicAcid SubstancePolymer SubstanceProtein
  SubstanceReferenceInformation SubstanceSourceMaterial SubstanceSpecification SupplyDelivery SupplyRequest Task
  TerminologyCapabilities TestReport TestScript ValueSet VerificationResult VisionPrescription`

/** Resource types that R4B (4.3.0) brought. Source: https://hl7.org/fhir/R4B/resourcelist.html */
const sinceR4B = `
  AdministrableProductDefinition Citation ClinicalUseDefinition EvidenceReport Ingredient
  ManufacturedItemDefinition MedicinalProductDefinition NutritionProduct PackagedProductDefinition
  RegulatedAuthorization SubscriptionStatus SubscriptionTopic SubstanceDefinition`

/** Resource types that R5 (5.0.0) brought. Source: https://hl7.org/fhir/R5/resourcelist.html */
const sinceR5 = `
  ActorDefinition ArtifactAssessment BiologicallyDerivedProductDispense ConditionDefinition DeviceAssociation
  DeviceDispense DeviceUsage EncounterHistory FormularyItem GenomicStudy ImagingSelection InventoryItem
  InventoryReport NutritionIntake Permission RequestOrchestration Requirements TestPlan Transport`

const releases = new Map<string, FhirRelease>()
for (const [release, names] of [
  ['R4', inR4],
  ['R4B', sinceR4B],
  ['R5', sinceR5]
] as const) {
  for (const name of names.trim().split(/\s+/)) releases.set(name, release)
}

/** Names of the resource types of all three releases. */
export const resourceTypes: readonly string[] = Array.from(releases.keys())

/** The first of the three releases that has the resource type; undefined when none has it. */
export function firstReleaseOf(resourceType: string): FhirRelease | undefined {
  return releases.get(resourceType)
}

/** Whether R4, R4B or R5 has a resource type of this name. */
export function isResourceType(name: string): boolean {
  return releases.has(name)
}
