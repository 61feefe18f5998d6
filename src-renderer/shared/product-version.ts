/** Version of Populus, as `package.json` has it: files that leave name it where no program can be asked. */
export const PRODUCT_VERSION = '0.1.0'
