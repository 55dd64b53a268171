// Names of the ways to a database, for headers that only pass them on.
#pragma once

namespace breachd::store {

class Connection;
class Statement;
class StoreError;
using Query = Statement;  // its old name

}  // namespace breachd::store
