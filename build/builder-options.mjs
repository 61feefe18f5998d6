// How installers are signed, from the environment.

const appleSets = [
  ['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'],
  ['APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID'],
  ['APPLE_KEYCHAIN_PROFILE']
]

/**
 * Options for electron-builder, or why nothing can be packaged.
 * @param {string} platform as `process.platform`
 * @param {Readonly<Record<string, string | undefined>>} env
 */
export function builderOptions(platform, env) {
  if (env.POPULUS_UNSIGNED === '1') {
    return { options: ['-c.forceCodeSigning=false', '-c.mac.notarize=false'], problem: undefined }
  }
  if (platform === 'darwin' && !appleSets.some((names) => names.every((name) => env[name]))) {
    const sets = appleSets.map((names) => names.join(' with ')).join(', or ')
    const problem =
      `Installers for macOS are notarized. Set ${sets}. ` +
      'For a try-out that is not distributed set POPULUS_UNSIGNED=1.'
    return { options: [], problem }
  }
  return { options: [], problem: undefined }
}
