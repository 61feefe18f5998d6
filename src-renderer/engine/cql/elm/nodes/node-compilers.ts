import type { NodeCompiler } from '../runtime/scope.ts'
import { aggregateNodes } from './aggregates.ts'
import { arithmeticNodes } from './arithmetic.ts'
import { comparisonNodes } from './comparison.ts'
import { conversionNodes } from './conversion.ts'
import { intervalNodes } from './intervals.ts'
import { listNodes } from './lists.ts'
import { literalNodes } from './literals.ts'
import { logicalNodes } from './logical.ts'
import { messageNodes } from './message.ts'
import { propertyNodes } from './property.ts'
import { queryNodes } from './query.ts'
import { referenceNodes } from './references.ts'
import { retrieveNodes } from './retrieve.ts'
import { sortNodes } from './sort.ts'
import { stringNodes } from './strings.ts'
import { structureNodes } from './structure.ts'
import { temporalNodes } from './temporal.ts'
import { terminologyNodes } from './terminology.ts'
import { timingNodes } from './timing.ts'

/** Compilers of all node types that are supported, by type. */
export const nodeCompilers: ReadonlyMap<string, NodeCompiler> = new Map(
  [
    aggregateNodes,
    arithmeticNodes,
    comparisonNodes,
    conversionNodes,
    intervalNodes,
    listNodes,
    literalNodes,
    logicalNodes,
    messageNodes,
    propertyNodes,
    queryNodes,
    referenceNodes,
    retrieveNodes,
    sortNodes,
    stringNodes,
    structureNodes,
    temporalNodes,
    terminologyNodes,
    timingNodes
  ].flatMap((family) => Object.entries(family))
)
