"""The words that the editor's script shows, and the repairs that it can make."""

from web.asking import Visit

REPAIRS = {
    code: f"editor.repair_{code}"
    for code in (
        "no_start",
        "no_end",
        "work_stops",
        "not_executable",
        "loose_end",
        "loose_end_from",
        "loose_end_into",
        "automatic_step",
        "script_not_run",
        "sub_process_empty",
        "call_without_process",
        "standard_without_time",
        "standard_unreadable",
        "timer_without_time",
        "timer_unreadable",
        "timer_cycle_here",
        "cycle_without_time",
        "cycle_unreadable",
        "two_standards",
        "arrow_unlabelled",
        "parallel_with_labels",
        "default_assumed",
        "condition_ignored",
        "implicit_split",
        "lane_unnamed",
    )
}
"""Which finding has a repair, and under which key it is told before it is made."""

_TITLES = (
    *("sop", "lane", "step", "called", "decision", "gateway", "arrow", "event"),
    *("timer", "standard_timer", "start", "remark", "other", "drawing", "rule"),
)
_WITH_NOTE = ("step", "lane", "decision", "gateway", "standard_timer", "sop", "rule")
_FIELDS = (
    *("sop_name", "sop_about", "identity", "per_line", "lane_name", "role"),
    *("role_hint", "step_name", "kelengkapan", "output", "keterangan"),
    *("instructions", "clock", "clock_ready", "clock_claimed", "form", "form_none"),
    *("performer", "performer_hint", "performer_lane", "due", "due_hint", "more"),
    *("standard", "standard_other", "unit", "menit", "jam", "hari", "documents"),
    *("documents_none", "called_sop", "question", "arrow_to", "arrow_back"),
    *("decision_performer", "decision_performer_hint", "condition", "condition_hint"),
    *("default_way", "yes", "no", "none", "label", "event_name", "wait", "wait_hint"),
    *("begun", "begun_by_officer", "begun_by_clock", "cycle", "cycle_other", "every"),
    *("every_day", "every_workday", "every_week", "every_month", "every_quarter"),
    *("every_year", "weekday", "month", "day", "day_hint", "time", "text", "name"),
    *("nomor", "judul", "unit_kerja", "tanggalPembuatan", "tanggalRevisi"),
    *("tanggalEfektif", "disahkanOleh", "dasarHukum", "keterkaitan", "peringatan"),
    *("kualifikasi", "peralatan", "pencatatan", "unnamed", "label_to", "several"),
    *("show", "repair", "repair_now", "leave", "saving", "unsaved", "offline"),
    *("signed_out", "conflict", "unreadable", "table", "table_none", "table_hint"),
    *("table_result", "table_result_hint"),
    *("repeat", "repeat_once", "repeat_list", "repeat_count", "repeat_while"),
    *("repeat_hint", "repeat_collection", "repeat_collection_hint", "repeat_item"),
    *("repeat_item_hint", "repeat_item_example", "repeat_performer_hint"),
    *("repeat_number", "repeat_number_hint", "repeat_order", "repeat_parallel"),
    *("repeat_sequential", "repeat_until", "repeat_until_hint", "repeat_condition"),
    *("repeat_condition_hint", "repeat_most", "repeat_most_hint"),
)


def words_of(visit: Visit) -> dict[str, str]:
    """Return the script's words in the visitor's language, by their short names."""
    keys = {name: f"editor.title_{name}" for name in _TITLES}
    keys |= {f"{name}_note": f"editor.title_{name}_note" for name in _WITH_NOTE}
    fields = {name: f"editor.field_{name}" for name in _FIELDS}
    fields |= {f"weekday_{n}": f"editor.weekday_{n}" for n in range(1, 8)}
    fields |= {name: f"editor.{name}" for name in ("lane_one", "lane_two")}
    fields |= {f"month_{n}": f"editor.month_{n}" for n in range(1, 13)}
    return {name: visit.say(key) for name, key in (keys | fields).items()}
