/** Options for electron-builder, or why nothing can be packaged. */
export function builderOptions(
  platform: string,
  env: Readonly<Record<string, string | undefined>>
): { readonly options: readonly string[]; readonly problem: string | undefined }
