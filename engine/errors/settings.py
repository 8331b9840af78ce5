"""Settings that cannot be used."""

from engine.errors.tree import InvalidError


class SettingInvalidError(InvalidError):
    """A setting cannot be used. Facts: `setting`, `value`, `expected`."""

    code = "setting_invalid"


class SettingUnknownError(SettingInvalidError):
    """A MUTUBAKU_* name that no setting has. Facts: `setting`, `nearest` (a name)."""

    code = "setting_unknown"


class SecretKeyMissingError(SettingInvalidError):
    """Without the embedded database a secret key must be given. Facts: `setting`."""

    code = "secret_key_missing"


class SettingsInvalidError(InvalidError):
    """Settings cannot be used. Facts: `mistakes`, a list of SettingInvalidError."""

    code = "settings_invalid"
