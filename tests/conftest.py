"""What every test shares: properties are searched without a deadline, since machines stall."""

from hypothesis import HealthCheck, settings

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "ci", settings.get_profile("house"), derandomize=True, print_blob=True, database=None
)
settings.load_profile("ci" if settings.get_current_profile_name() == "ci" else "house")
