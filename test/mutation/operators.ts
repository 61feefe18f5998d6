import ts from 'typescript'

/** One change of a source file. */
export interface Mutation {
  /** What is changed, for the report. */
  readonly operator: string
  /** 1-based line of the change. */
  readonly line: number
  readonly from: number
  readonly to: number
  readonly replacement: string
}

const swapped = new Map<ts.SyntaxKind, readonly string[]>([
  [ts.SyntaxKind.LessThanToken, ['<=', '>']],
  [ts.SyntaxKind.LessThanEqualsToken, ['<']],
  [ts.SyntaxKind.GreaterThanToken, ['>=', '<']],
  [ts.SyntaxKind.GreaterThanEqualsToken, ['>']],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, ['!==']],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, ['===']],
  [ts.SyntaxKind.AmpersandAmpersandToken, ['||']],
  [ts.SyntaxKind.BarBarToken, ['&&']],
  [ts.SyntaxKind.QuestionQuestionToken, ['&&']],
  [ts.SyntaxKind.PlusToken, ['-']],
  [ts.SyntaxKind.MinusToken, ['+']],
  [ts.SyntaxKind.AsteriskToken, ['/']],
  [ts.SyntaxKind.SlashToken, ['*']],
  [ts.SyntaxKind.PlusEqualsToken, ['-=']],
  [ts.SyntaxKind.MinusEqualsToken, ['+=']]
])

/** Whether a node is only read by the type checker, or names a module. */
function isInert(node: ts.Node): boolean {
  return (
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isTypeNode(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node)
  )
}

/** Replaced texts and calls that change nothing a test should notice: messages of errors are read by people. */
function isMessage(node: ts.Node): boolean {
  for (let each: ts.Node = node; each.parent !== undefined; each = each.parent) {
    if (ts.isNewExpression(each) && /Error$/.test(each.expression.getText())) return true
    if (ts.isThrowStatement(each)) return true
  }
  return false
}

/** Every mutation of a TypeScript source text, in the order of the text. */
export function mutationsOf(text: string): Mutation[] {
  const file = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true)
  const found: Mutation[] = []
  const add = (node: ts.Node, operator: string, replacement: string): void => {
    const from = node.getStart(file)
    const line = file.getLineAndCharacterOfPosition(from).line + 1
    found.push({ operator, line, from, to: node.getEnd(), replacement })
  }
  const visit = (node: ts.Node): void => {
    if (isInert(node)) return
    if (ts.isBinaryExpression(node) && !isMessage(node)) {
      const isText = ts.isStringLiteralLike(node.left) || ts.isStringLiteralLike(node.right)
      for (const token of isText ? [] : (swapped.get(node.operatorToken.kind) ?? [])) {
        add(node.operatorToken, `${node.operatorToken.getText(file)} to ${token}`, token)
      }
    }
    if (node.kind === ts.SyntaxKind.TrueKeyword) add(node, 'true to false', 'false')
    if (node.kind === ts.SyntaxKind.FalseKeyword) add(node, 'false to true', 'true')
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
      add(node, 'negation removed', node.operand.getText(file))
    }
    if (ts.isNumericLiteral(node) && !ts.isEnumMember(node.parent)) {
      add(node, `${node.text} plus 1`, `(${node.text} + 1)`)
    }
    if (ts.isConditionalExpression(node)) add(node, 'condition turned round', turned(node, file))
    if (ts.isIfStatement(node)) add(node.expression, 'condition turned round', `!(${node.expression.getText(file)})`)
    if (ts.isExpressionStatement(node) && ts.isCallExpression(node.expression) && !isSuperCall(node.expression)) {
      add(node, 'call removed', ';')
    }
    if (ts.isReturnStatement(node) && node.expression !== undefined && ts.isIfStatement(node.parent)) {
      add(node, 'early return removed', ';')
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

function turned(node: ts.ConditionalExpression, file: ts.SourceFile): string {
  const [condition, yes, no] = [node.condition, node.whenTrue, node.whenFalse].map((each) => each.getText(file))
  return `(${condition}) ? ${no} : ${yes}`
}

function isSuperCall(call: ts.CallExpression): boolean {
  return call.expression.kind === ts.SyntaxKind.SuperKeyword
}

/** The text with one mutation in it. */
export function mutated(text: string, { from, to, replacement }: Mutation): string {
  return text.slice(0, from) + replacement + text.slice(to)
}
