// What the host does: rare work that is not worth repeating here.

/** Value of a JSON number. */
// @ts-ignore: decorator
@external('host', 'parseNumber')
export declare function parseNumber(p: usize, length: usize): f64
/** Makes a key for a reference that is not `Type/id` or `#id`. @returns it, or -2 when the text does not tell the type */
// @ts-ignore: decorator
@external('host', 'parseReference')
export declare function parseReference(p: usize, length: usize): i32
/** The key of a reference whose text does not tell the type, among the wanted types. */
// @ts-ignore: decorator
@external('host', 'untypedReference')
export declare function untypedReference(p: usize, length: u32, types: u32): i32
