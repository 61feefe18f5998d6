export { openModels } from '#engine/models/panels/model-view.ts'
export { modelPanel } from '#engine/models/panels/model-panel.ts'
export { modelPerson } from '#engine/models/panels/model-person.ts'
export { trainingInput } from '#engine/models/training/training-input.ts'
