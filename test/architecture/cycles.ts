/** The strongly connected components of more than one node, each with its nodes in order of their names (Tarjan 1972). */
export function cyclesOf(arrows: readonly (readonly [from: string, to: string])[]): string[] {
  const next = new Map<string, Set<string>>()
  for (const [from, to] of arrows) {
    if (from === to) continue
    const targets = next.get(from) ?? new Set()
    targets.add(to)
    next.set(from, targets)
  }
  const numbers = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const waiting = new Set<string>()
  const cycles: string[] = []
  const visit = (node: string): void => {
    numbers.set(node, numbers.size)
    low.set(node, numbers.get(node)!)
    stack.push(node)
    waiting.add(node)
    for (const target of next.get(node) ?? []) {
      if (!numbers.has(target)) visit(target)
      if (waiting.has(target)) low.set(node, Math.min(low.get(node)!, low.get(target)!))
    }
    if (low.get(node) !== numbers.get(node)) return
    const component = stack.splice(stack.indexOf(node))
    for (const member of component) waiting.delete(member)
    if (component.length > 1) cycles.push(component.sort().join(', '))
  }
  for (const node of next.keys()) if (!numbers.has(node)) visit(node)
  return cycles
}
