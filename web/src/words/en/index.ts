// English; loaded when somebody wants it.
import admin0 from './admin0'
import house from './house'
import incident from './incident'
import list from './list'
import now from './now'
import sub0 from './sub0'
import tabs from './tabs'
import type vi from '../vi/index'

const en: Record<keyof typeof vi, string> = { ...admin0, ...house, ...incident, ...list, ...now, ...sub0, ...tabs }
export default en
