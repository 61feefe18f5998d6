/** Called by electron-builder before it makes the MSI. @param file the WiX project */
export function msiProjectCreated(file: string): Promise<void>
