"""The berita acara of a destruction: a template of the product's own.

It does not come with an SOP, for it tells of cases of many.
"""

RECORD = """<!DOCTYPE html>
<html lang="id"><head><meta charset="utf-8"><title>Berita Acara Pemusnahan Arsip</title><style>
@page { size: A4 portrait; margin: 18mm 18mm 20mm 22mm;
  @bottom-right { content: "halaman " counter(page) " dari " counter(pages); font: 8pt Arial, "Liberation Sans", sans-serif } }
html { font: 10.5pt/1.45 Arial, "Liberation Sans", sans-serif } body { margin: 0 }
h1 { font-size: 13pt; text-align: center; margin: 6mm 0 1mm } .nomor { text-align: center; margin: 0 0 6mm }
.kop { text-align: center; border-bottom: 2pt solid #000; padding-bottom: 2mm } .kop b { display: block; font-size: 15pt }
table { border-collapse: collapse; width: 100%; margin: 4mm 0; font-size: 8.4pt; table-layout: fixed }
th, td { border: .5pt solid #000; padding: 1mm 1.4mm; text-align: left; vertical-align: top } th { background: #ececec }
tr { break-inside: avoid } thead { display: table-header-group }
.sha { font-family: "Liberation Mono", monospace; font-size: 6.2pt; word-break: break-all }
.tanda { display: table; width: 100%; margin-top: 10mm; break-inside: avoid } .tanda div { display: table-cell; width: 50%; text-align: center }
.nama { display: block; margin-top: 18mm; font-weight: bold; text-decoration: underline }
</style></head><body>
<div class="kop">PEMERINTAH KABUPATEN {{ kantor.kabupaten|upper }}<b>KECAMATAN {{ kantor.kecamatan|upper }}</b></div>
<h1>BERITA ACARA PEMUSNAHAN ARSIP</h1><p class="nomor">Nomor {{ nomor }}</p>
<p>Pada hari ini, {{ tanggal|hari_tanggal }}, dimusnahkan arsip yang masa simpannya telah lewat menurut jadwal retensi, dengan alasan: {{ alasan }}</p>
<table><colgroup><col style="width:8mm"><col style="width:20mm"><col><col style="width:30mm"><col style="width:12mm"><col style="width:42mm"></colgroup>
<thead><tr><th>No</th><th>Klasifikasi</th><th>Arsip</th><th>Nomor</th><th>Tahun</th><th>Sidik digital (SHA-256)</th></tr></thead><tbody>
{% for satu in baris %}<tr><td>{{ loop.index }}</td><td>{{ satu.klasifikasi or none }}</td><td>{{ satu.nama }}<br>{{ satu.berkas }}</td><td>{{ satu.nomor|titik }}</td><td>{{ satu.tahun }}</td><td class="sha">{{ satu.sha256 }}</td></tr>{% endfor %}
</tbody></table>
<p>Jumlah {{ baris|length }} dokumen. Berkas digital dihapus dari penyimpanan; daftar ini beserta sidik digitalnya tetap disimpan. Salinan kertas dimusnahkan menurut lokasi simpannya.</p>
<div class="tanda"><div>Yang mengusulkan,<span class="nama">{{ pengusul }}</span></div><div>{{ kantor.tempat }}, {{ tanggal|tanggal }}<br>Yang memutuskan,<span class="nama">{{ pelaksana }}</span></div></div>
</body></html>"""
