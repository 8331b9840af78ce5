"""A file that the office does not take."""

from engine.errors.tree import InvalidError


class FileTooLargeError(InvalidError):
    """A file is larger than the office takes. Facts: `file`, `limit` (MB)."""

    code = "file_too_large"


class FileTypeRefusedError(InvalidError):
    """A file is of no type that the office takes. Facts: `file`, `types` (list)."""

    code = "file_type_refused"


class FileEmptyError(InvalidError):
    """A file holds nothing. Facts: `file`."""

    code = "file_empty"


class CaseQuotaError(InvalidError):
    """The files of a case would be more than the office keeps. Facts: `file`, `limit` (MB)."""

    code = "case_quota"
