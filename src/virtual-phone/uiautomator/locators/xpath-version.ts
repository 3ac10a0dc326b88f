import { Document, type Element } from 'slimdom'
import { invalidSelector, unknownError } from '../wd-errors.ts'
import { LANGUAGE, parseScript } from './xpath-engine.ts'

/** Constructs of XPath 3.0 and 3.1, by their names in the syntax tree; the phone's engine knows 2.0 only. */
const NEWER_SYNTAX = new Set([
  'stringConcatenateOp',
  'simpleMapExpr',
  'letClause',
  'arrowExpr',
  'mapConstructor',
  'arrayConstructor',
  'inlineFunctionExpr',
  'namedFunctionRef',
  'unaryLookup',
  'lookup',
  'dynamicFunctionInvocationExpr',
  'argumentPlaceholder',
])

/** Functions that came after XPath 2.0. */
const NEWER_FUNCTIONS = new Set([
  'analyze-string',
  'apply',
  'contains-token',
  'filter',
  'fold-left',
  'fold-right',
  'for-each',
  'for-each-pair',
  'format-date',
  'format-dateTime',
  'format-integer',
  'format-number',
  'format-time',
  'generate-id',
  'has-children',
  'head',
  'innermost',
  'outermost',
  'parse-json',
  'parse-xml',
  'path',
  'serialize',
  'sort',
  'tail',
])

const PROCESSOR = 'org.eclipse.wst.xml.xpath2.processor'

/** @throws WdError 'invalid selector' or 'unknown error' when the expression needs a newer XPath than the phone has */
export function refuseNewerSyntax(expression: string): void {
  for (const element of syntaxOf(expression)) {
    const name = element.localName
    if (NEWER_SYNTAX.has(name)) {
      throw invalidSelector(
        `${PROCESSOR}.XPathParserException: CUP parser error: Syntax error at line 1, column 1`,
      )
    }
    const called = name === 'functionName' ? (element.textContent ?? '') : ''
    if (NEWER_FUNCTIONS.has(called)) {
      throw unknownError(`${PROCESSOR}.StaticError: XPST0017: Function ${called} is not known`)
    }
  }
}

function syntaxOf(expression: string): readonly Element[] {
  const document = new Document()
  try {
    document.append(parseScript<Element>(expression, LANGUAGE, document))
    return document.getElementsByTagName('*')
  } catch {
    // Not an expression at all: the evaluation says so in its own words.
    return []
  }
}
