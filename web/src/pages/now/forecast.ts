// A run's forecast against the nearest deadline towards people, as a sentence.
import type { Incident } from '../../api/types'
import { owed } from '../../incident/deadline'
import { hours, shortTime, stretch } from '../../words/format'
import { t } from '../../words/words.svelte'

export function forecastWords(end: string | null, due: string | null, now: number): string {
    if (!end) return ''
    const time = shortTime(end, now)
    if (!due) return t('now.runs.end', { time })
    const margin = Date.parse(due) - Date.parse(end)
    if (margin < 0) return t('now.runs.after', { time, late: stretch(-margin) })
    return t('now.runs.before', { time, left: hours(margin) })
}

export function runForecast(incident: Pick<Incident, 'notice_run' | 'obligations'>, now: number): string {
    const due = incident.obligations
        .filter((duty) => duty.addressee.includes('subjects') && owed(duty) && duty.due_at)
        .map((duty) => duty.due_at!)
        .sort()[0]
    return forecastWords(incident.notice_run.forecast_end, due ?? null, now)
}
