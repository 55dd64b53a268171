// The register of a year as CSV, for a spreadsheet: made here from the list, with the words of the screen.
import { label } from '../../vocabulary.svelte'
import { dateTime } from '../../words/format'
import { t, word } from '../../words/words.svelte'
import type { Row } from './list.svelte'

// A cell that a spreadsheet would run as a formula begins with a quote instead.
function cell(value: string | number | null | undefined): string {
    let text = String(value ?? '')
    if (/^[=+\-@\t\r]/.test(text)) text = "'" + text
    return '"' + text.replaceAll('"', '""') + '"'
}

function filed(row: Row): string {
    const standing = (row.filings ?? []).filter((each) => !each.withdrawn)
    return standing.map((each) => each.receipt_number || each.form).join('; ')
}

export function registerCsv(rows: Row[], year: number): string {
    const head = [
        t('list.col.incident'), t('fact.title'), t('list.state'), t('fact.detected_at'), t('list.kind'),
        t('sub.people'), t('list.col.told'), t('list.col.report'), t('fact.confirmed_at'), t('fact.remedied_at'),
        t('fact.closed_at'), t('list.owner'),
    ]
    const lines = rows
        .filter((row) => dateTime(row.detected_at).endsWith('/' + year))
        .map((row) => [
            row.id, row.title, word('state', row.state), dateTime(row.detected_at),
            row.kinds.map((each) => label('kinds', each.kind)).join('; '),
            Math.max(0, ...row.kinds.map((each) => each.subjects ?? 0)), row.notice_run?.told,
            filed(row),
            dateTime(row.confirmed_at), dateTime(row.remedied_at), dateTime(row.closed_at),
            row.owner ? label('people', row.owner) : '',
        ])
    return '\ufeff' + [head, ...lines].map((line) => line.map(cell).join(',')).join('\r\n') + '\r\n'
}
