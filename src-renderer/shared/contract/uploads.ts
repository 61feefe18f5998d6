/** Most bytes in one upload. */
export const maxUploadBytes = 64 * 1024 * 1024
