import { parentPort, workerData } from 'node:worker_threads'

// What a web worker's module takes for granted; then the module itself.
Object.defineProperty(globalThis, 'self', { value: parentPort })
await import(workerData as string)
