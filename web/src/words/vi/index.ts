// Tiếng Việt: every word of the console, by area. A word that is missing in English fails the type check.
import admin from './admin'
import before from './before'
import desk from './desk'
import house from './house'
import incident from './incident'
import list from './list'
import now from './now'
import ops from './ops'
import papers from './papers'
import people from './people'
import sub0 from './sub0'
import tabs from './tabs'
import telling from './telling'

export default {
    ...admin,
    ...before,
    ...desk,
    ...house,
    ...incident,
    ...list,
    ...now,
    ...ops,
    ...papers,
    ...people,
    ...sub0,
    ...tabs,
    ...telling,
}
