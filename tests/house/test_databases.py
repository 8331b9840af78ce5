"""The databases that tests are given are empty and their own."""

from sqlalchemy import create_engine, inspect, text


def test_a_fresh_database_holds_no_table(fresh_database_url):
    engine = create_engine(fresh_database_url)

    tables = inspect(engine).get_table_names()

    engine.dispose()
    assert tables == []


def test_what_one_test_writes_is_still_there_for_it(fresh_database_url):
    engine = create_engine(fresh_database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE probe (number INTEGER)"))

    tables = inspect(engine).get_table_names()

    engine.dispose()
    assert tables == ["probe"]
