import { engineModelsMessages as m } from '#messages/engine/models.ts'
import { AppError } from '#shared/app-error.ts'
import { protobufFields, repeatedNumbers, type ProtobufField } from './protobuf-fields.ts'

/** Attributes of a node by name: one number or text, or lists of them. */
export interface OnnxAttribute {
  readonly number: number | undefined
  readonly text: string | undefined
  readonly numbers: readonly number[]
  readonly texts: readonly string[]
}

/** An operation of a graph. */
export interface OnnxNode {
  readonly operator: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: ReadonlyMap<string, OnnxAttribute>
}

/** A constant of a graph, row by row. */
export interface OnnxConstant {
  readonly dimensions: readonly number[]
  readonly values: Float64Array
}

/** What of an ONNX file is used. */
export interface OnnxModel {
  readonly nodes: readonly OnnxNode[]
  readonly constants: ReadonlyMap<string, OnnxConstant>
  /** Names of the inputs that are no constants. */
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly metadata: ReadonlyMap<string, string>
}

/**
 * Reads an ONNX file (onnx.proto, IR versions 3 to 10).
 * @throws AppError `invalid-input` where the bytes are no ONNX model
 */
export function readOnnx(bytes: Uint8Array): OnnxModel {
  try {
    const model = protobufFields(bytes)
    const [graph] = messages(model, 7)
    if (graph === undefined) throw new TypeError('graph')
    const constants = new Map(messages(graph, 5).map((tensor) => [text(tensor, 8), readTensor(tensor)]))
    return {
      nodes: messages(graph, 1).map(readNode),
      constants,
      inputs: messages(graph, 11)
        .map((value) => text(value, 1))
        .filter((name) => !constants.has(name)),
      outputs: messages(graph, 12).map((value) => text(value, 1)),
      metadata: new Map(messages(model, 14).map((entry) => [text(entry, 1), text(entry, 2)]))
    }
  } catch (cause) {
    throw new AppError('invalid-input', m.theFileIsNoONNXModel, {
      cause
    })
  }
}

function messages(fields: readonly ProtobufField[], number: number): readonly (readonly ProtobufField[])[] {
  return fields.filter((field) => field.number === number && field.wire === 2).map(({ bytes }) => protobufFields(bytes))
}

function texts(fields: readonly ProtobufField[], number: number): readonly string[] {
  return fields.filter((field) => field.number === number).map(({ bytes }) => new TextDecoder().decode(bytes))
}

function text(fields: readonly ProtobufField[], number: number): string {
  return texts(fields, number)[0] ?? ''
}

function readNode(fields: readonly ProtobufField[]): OnnxNode {
  return {
    operator: text(fields, 4),
    inputs: texts(fields, 1),
    outputs: texts(fields, 2),
    attributes: new Map(messages(fields, 5).map((attribute) => [text(attribute, 1), readAttribute(attribute)]))
  }
}

function readAttribute(fields: readonly ProtobufField[]): OnnxAttribute {
  const single = fields.find(({ number }) => number === 2 || number === 3)
  return {
    number: single?.value,
    text: fields.some(({ number }) => number === 4) ? text(fields, 4) : undefined,
    numbers: [...repeatedNumbers(fields, 7, 'float'), ...repeatedNumbers(fields, 8, 'integer')],
    texts: texts(fields, 9)
  }
}

/** Values of float, double, int32 and int64 tensors. */
function readTensor(fields: readonly ProtobufField[]): OnnxConstant {
  const dimensions = repeatedNumbers(fields, 1, 'integer')
  const type = fields.find(({ number }) => number === 2)?.value
  const raw = fields.find(({ number }) => number === 9)?.bytes
  if (raw !== undefined && raw.length > 0) {
    const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength)
    const size = type === 7 || type === 11 ? 8 : 4
    const read = (position: number): number => {
      if (type === 1) return view.getFloat32(position, true)
      if (type === 11) return view.getFloat64(position, true)
      if (type === 7) return Number(view.getBigInt64(position, true))
      if (type === 6) return view.getInt32(position, true)
      throw new TypeError('tensor type')
    }
    return { dimensions, values: Float64Array.from({ length: raw.length / size }, (_, index) => read(index * size)) }
  }
  const values = [
    ...repeatedNumbers(fields, 4, 'float'),
    ...repeatedNumbers(fields, 5, 'integer'),
    ...repeatedNumbers(fields, 7, 'integer'),
    ...repeatedNumbers(fields, 10, 'double')
  ]
  return { dimensions, values: Float64Array.from(values) }
}
