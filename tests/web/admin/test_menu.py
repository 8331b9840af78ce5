"""What the menu shows of the administrators' rooms; who gets in: test_rights_matrix."""


def test_the_menu_shows_the_rooms_to_administrators_only(enter):
    pages = {
        login: enter(login).get("/kotak-masuk").get_data(as_text=True)
        for login in ("admin", "camat")
    }

    for path in ("/petugas", "/pekerjaan", "/pengaturan"):
        assert f'href="{path}"' in pages["admin"]
        assert f'href="{path}"' not in pages["camat"]
