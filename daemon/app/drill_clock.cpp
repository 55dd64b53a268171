#include "app/drill_clock.hpp"

namespace breachd::app {

DrillTime drill_time(store::Store& store, Instant real, double scale) {
    auto zero = store.meta().get("drill_real"), virtual_zero = store.meta().get("drill_virtual"),
         old_scale = store.meta().get("drill_scale");
    auto virtual_now = real;
    if (zero && virtual_zero && old_scale)
        virtual_now = DrillTime{instant_from_ms(std::stoll(*zero)), instant_from_ms(std::stoll(*virtual_zero)),
                                std::stod(*old_scale)}
                          .at(real);
    store.begin();
    store.meta().set("drill_real", std::to_string(to_ms(real)));
    store.meta().set("drill_virtual", std::to_string(to_ms(virtual_now)));
    store.meta().set("drill_scale", std::to_string(scale));
    store.commit();
    return {real, virtual_now, scale};
}

}  // namespace breachd::app
