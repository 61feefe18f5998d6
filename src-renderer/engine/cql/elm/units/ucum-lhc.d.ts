declare module '@lhncbc/ucum-lhc' {
  interface UcumUnit {
    readonly csCode_: string
    readonly magnitude_: number
    readonly cnv_: string | null
    readonly dim_: { readonly dimVec_: readonly number[] | null } | null
  }
  interface UcumUtils {
    getSpecifiedUnit(
      code: string,
      purpose: 'validate'
    ): { readonly unit: UcumUnit | null; readonly retMsg: readonly string[] }
    convertUnitTo(
      from: string,
      value: number,
      to: string
    ): { readonly status: 'succeeded' | 'failed' | 'error'; readonly toVal: number | null }
    validateUnitString(code: string): {
      readonly status: 'valid' | 'invalid' | 'error'
      readonly msg: readonly string[]
    }
  }
  const ucum: { readonly UcumLhcUtils: { getInstance(): UcumUtils } }
  export default ucum
}
