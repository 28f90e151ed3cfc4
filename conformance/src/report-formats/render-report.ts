import type { Report } from '../report.ts'
import { reportHtml } from './html.ts'
import { reportJunit } from './junit.ts'
import { reportText } from './text.ts'

/** The forms in which a report is written. */
export type ReportFormat = 'text' | 'json' | 'junit' | 'html'

const writers: Readonly<Record<ReportFormat, (report: Report) => string>> = {
  text: (report) => `${reportText(report)}\n`,
  json: (report) => `${JSON.stringify(report, null, 2)}\n`,
  junit: reportJunit,
  html: reportHtml,
}

/** Writes a report in a form, with the line feed that ends a file. */
export function renderReport(report: Report, format: ReportFormat): string {
  return writers[format](report)
}

/** Where a report goes. */
export interface ReportTarget {
  readonly format: ReportFormat
  readonly file: string
}

/**
 * Reads the value of an option `--report`, such as `html=report.html`.
 *
 * @throws TypeError for a form that does not exist and for no file
 */
export function parseReportTarget(text: string): ReportTarget {
  const at = text.indexOf('=')
  const format = text.slice(0, Math.max(at, 0))
  const file = text.slice(at + 1)
  if (!isFormat(format) || file === '') {
    throw new TypeError(`--report wants ${Object.keys(writers).join(', ')} and a file, such as html=report.html`)
  }
  return { format, file }
}

function isFormat(name: string): name is ReportFormat {
  return Object.hasOwn(writers, name)
}
