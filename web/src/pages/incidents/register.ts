// The register of a year as CSV, for a spreadsheet: made here from the list, with the words of the screen.
import { label } from '../../vocabulary.svelte'
import { dateTime } from '../../words/format'
import { who } from '../../words/who'
import { t, word } from '../../words/words.svelte'
import type { Row } from './list.svelte'

// A cell that a spreadsheet would run as a formula begins with a quote instead.
function cell(value: string | number | null | undefined): string {
    let text = String(value ?? '')
    if (/^[=+\-@\t\r]/.test(text)) text = "'" + text
    return '"' + text.replaceAll('"', '""') + '"'
}

export function registerCsv(rows: Row[], year: number): string {
    const head = [
        t('list.col.incident'),
        t('fact.title'),
        t('list.state'),
        t('fact.detected_at'),
        t('list.kind'),
        t('sub.people'),
        t('list.col.told'),
        t('list.col.report'),
        t('rep.filed_at'),
        t('ret.until'),
        t('list.owner'),
    ]
    const lines = rows
        .filter((row) => dateTime(row.detected_at).endsWith('/' + year))
        .map((row) => [
            row.id,
            row.title,
            word('state', row.state),
            dateTime(row.detected_at),
            row.kinds.map((each) => label('kinds', each)).join('; '),
            row.people.of,
            row.people.told,
            label('states.obligation', row.report.state),
            dateTime(row.report.filed_at),
            dateTime(row.keep_until),
            row.owner ? who(row.owner) : '',
        ])
    return '\ufeff' + [head, ...lines].map((line) => line.map(cell).join(',')).join('\r\n') + '\r\n'
}
