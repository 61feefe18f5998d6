/** Two ends of a channel, each as a Worker and a worker's scope have it. */
export function workerChannel(): { readonly worker: Worker; readonly scope: Worker } {
  const ends = [new EventTarget(), new EventTarget()] as const
  const end = (mine: EventTarget, other: EventTarget) =>
    Object.assign(mine, {
      postMessage: (data: unknown) =>
        queueMicrotask(() => other.dispatchEvent(new MessageEvent('message', { data: structuredClone(data) }))),
      terminate: () => undefined
    })
  const [worker, scope] = [end(ends[0], ends[1]), end(ends[1], ends[0])]
  return { worker: worker as unknown as Worker, scope: scope as unknown as Worker }
}
