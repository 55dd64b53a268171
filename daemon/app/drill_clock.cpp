#include "app/drill_clock.hpp"

namespace breachd::app {

Clock drill_clock(store::Store& store, double scale) {
    auto real = Clock::wall();
    auto zero = store.meta("drill_real"), virtual_zero = store.meta("drill_virtual"),
         old_scale = store.meta("drill_scale");
    auto virtual_now = real;
    if (zero && virtual_zero && old_scale)
        virtual_now =
            Clock(instant_from_ms(std::stoll(*zero)), instant_from_ms(std::stoll(*virtual_zero)), std::stod(*old_scale))
                .now();
    store.begin();
    store.set_meta("drill_real", std::to_string(to_ms(real)));
    store.set_meta("drill_virtual", std::to_string(to_ms(virtual_now)));
    store.set_meta("drill_scale", std::to_string(scale));
    store.commit();
    return Clock(real, virtual_now, scale);
}

}  // namespace breachd::app
