from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from shop_core.addresses import (
    ADDRESS_FIELDS,
    AddressError,
    clean_address,
    country_choices,
    country_name,
    field_labels,
    format_address,
    postal_code_countries,
    required_fields,
)
from shop_core.addresses.forms import AddressFormMixin
from shop_core.api.addresses import AddressSerializer
from shop_core.contracts import PostalAddress


def make_address(**overrides):
    plain = PostalAddress(name="Ona Ona", line1="Gedimino pr. 1", city="Vilnius", postal_code="01100", country="LT")
    return replace(plain, **overrides)


WORLD = """
AD|Andorra la Vella||ad500|AD500
AR|Buenos Aires|Ciudad Autónoma de Buenos Aires|c1002aat|C1002AAT
AT|Wien||1010|1010
AU|Sydney|New South Wales|2000|2000
AZ|Baku||AZ1000|1000
BA|Sarajevo||71000|71000
BB|Bridgetown||BB11000|BB11000
BD|Dhaka||1000|1000
BE|Bruxelles||B-1000|1000
BG|Sofia||1000|1000
BN|Bandar Seri Begawan||bb3713|BB3713
BR|São Paulo|SP|01310100|01310-100
BY|Minsk|Minsk|220030|220030
CA|Ottawa|Ontario|k1a0b1|K1A 0B1
CH|Bern||CH-3000|3000
CL|Santiago|Región Metropolitana|8320000|8320000
CN|北京|Beijing Shi|100000|100000
CO|Bogotá|Bogota|110111|110111
CR|San José|San José|10101|10101
CY|Nicosia||1010|1010
CZ|Praha||11000|110 00
DE|Berlin||D-10115|10115
DK|København||DK-1050|1050
EC|Quito||170150|170150
EE|Tallinn||10111|10111
EG|Cairo|Cairo Governorate|11511|11511
ES|Madrid|Madrid|28013|28013
FI|Helsinki||FI-00100|00100
FO|Tórshavn||FO-100|100
FR|Paris||F-75001|75001
GB|London||sw1a1aa|SW1A 1AA
GE|Tbilisi||0102|0102
GG|St Peter Port||gy11aa|GY1 1AA
GL|Nuuk||3900|3900
GR|Athina||10431|104 31
HR|Zagreb||HR-10000|10000
HU|Budapest||1051|1051
ID|Jakarta|DKI Jakarta|10110|10110
IE|Dublin||d02x285|D02 X285
IE|Dublin||D6W XY00|D6W XY00
IL|Jerusalem||9103401|9103401
IN|New Delhi|Delhi|110 001|110001
IR|Tehran|Tehran Province|1193653471|11936-53471
IS|Reykjavík||101|101
IT|Roma|Roma|00184|00184
JE|St Helier||je23xp|JE2 3XP
JP||Tokyo|1000001|100-0001
KR|중구|Seoul|04524|04524
KZ|Astana||010000|010000
LI|Vaduz||9490|9490
LK|Colombo||00100|00100
LT|Vilnius||LT-01100|01100
LU|Luxembourg||L-1009|1009
LV|Rīga||LV1010|LV-1010
MA|Rabat||10000|10000
MC|Monaco||98000|98000
MD|Chișinău||MD-2001|2001
ME|Podgorica||81000|81000
MK|Skopje||1000|1000
MT|Valletta||vlt1117|VLT 1117
MX|México|Ciudad de México|06000|06000
MY|Kuala Lumpur|Kuala Lumpur|50050|50050
NL|Amsterdam||1012ab|1012 AB
NO|Oslo||N-0150|0150
NZ|Wellington||6011|6011
PE|Lima|Lima|15001|15001
PH|Manila|Metro Manila|1000|1000
PK|Islamabad||44000|44000
PL|Warszawa||00838|00-838
PT|Lisboa||1100148|1100-148
RO|București||010011|010011
RS|Beograd||11000|11000
SA|Riyadh||12211|12211
SE|Stockholm||S-11455|11455
SG|||018956|018956
SI|Ljubljana||SI-1000|1000
SK|Bratislava||81101|811 01
SM|San Marino||47890|47890
TH|Bangkok|Bangkok|10200|10200
TR|Ankara|Ankara|06050|06050
TW|Taipei|Taipei City|100|100
TW|Taipei|Taipei City|100001|100001
UA|Kyiv|Kyiv|01001|01001
US|San Francisco|California|94105-1234|94105-1234
US|San Francisco|CA|941051234|94105-1234
UZ|Tashkent||100000|100000
VA|Vatican||00120|00120
VN|Hà Nội|Hanoi|100000|100000
VN|Hà Nội|Hanoi|11000|11000
XK|Prishtina||10000|10000
ZA|Cape Town||8001|8001
AE||Dubai||
HK||Kowloon||
QA|Doha|||
BO|La Paz|||
GH|Accra|||
PA|Panama|||
JM|Kingston|Kingston||
PY|Asunción||001001|001001
PY|Asunción||1001|1001
GI|||GX111AA|GX11 1AA
GT|Guatemala||01001|01001
DZ|Alger||16000|16000
TN|Tunis||1000|1000
KE|Nairobi||00100|00100
NG|Lagos|Lagos|100001|100001
LB|Beirut||11072810|1107 2810
OM|Muscat||100|100
KW|Kuwait||13001|13001
BH|Manama||317|317
JO|Amman||11118|11118
IQ|Baghdad|Baghdad|10001|10001
AM|Yerevan||0010|0010
MN|Ulaanbaatar||14200|14200
NP|Kathmandu||44600|44600
KH|Phnom Penh||120101|120101
KH|Phnom Penh||12000|12000
LA|Vientiane||01000|01000
MM|Yangon||11181|11181
UY|Montevideo|Montevideo|11000|11000
DO|Santo Domingo||10101|10101
CU|La Habana|La Habana|10100|10100
PR|San Juan||00901|00901
AX|Mariehamn||22100|22100
IM|Douglas||im11aa|IM1 1AA
US|Reno|Nevada|89501|89501
RU|Москва|Moskva|101000|101000
"""
"""Country, city, region, the postal code as people type it, and as it is kept."""


@pytest.mark.parametrize("row", WORLD.split("\n")[1:-1])
def test_addresses_of_the_world_are_taken_as_people_type_them(row):
    country, city, region, typed, kept = row.split("|")
    address = make_address(country=country, city=city, region=region, postal_code=typed)
    assert clean_address(address).postal_code == kept


@pytest.mark.parametrize(
    ("country", "region", "code"),
    [
        ("LT", "", "1"),
        ("US", "CA", "10001"),
        ("DE", "", "ABCDE"),
        ("GB", "", "123"),
        ("XK", "", "90000"),
        ("GB", "", "SW1A 1AAXYZ"),
        ("CR", "San José", "12345678"),
        ("DE", "", "PL-10115"),
        ("PY", "", "12345"),
    ],
)
def test_a_postal_code_of_elsewhere_is_refused(country, region, code):
    with pytest.raises(AddressError) as refusal:
        clean_address(make_address(country=country, region=region, postal_code=code))
    assert set(refusal.value.errors) == {"postal_code"}


def test_hong_kong_has_no_city():
    assert "city" not in required_fields("HK")
    clean_address(make_address(country="HK", city="", region="Kowloon", postal_code=""))


def test_an_unknown_country_is_an_error_of_its_field():
    with pytest.raises(AddressError) as refusal:
        clean_address(make_address(country="QQ"))
    assert set(refusal.value.errors) == {"country"}


@pytest.mark.parametrize(("country", "label"), [("US", "ZIP code"), ("IE", "Eircode"), ("LT", "Postal code")])
def test_the_postal_code_is_called_as_in_its_country(country, label):
    assert field_labels(country)["postal_code"] == label


def test_country_names_follow_the_language():
    assert (country_name("DE", "en"), country_name("DE", "de")) == ("Germany", "Deutschland")
    assert "XK" in dict(country_choices())


def test_a_label_has_the_lines_of_the_country():
    assert format_address(make_address()) == ["Ona Ona", "Gedimino pr. 1", "LT-01100 VILNIUS", "LITHUANIA"]
    with override("pl"):
        assert format_address(make_address())[-1] == "LITWA"


PATTERNS = """
AC AD AF AI AL AM AR AS AT AU AX AZ BA BB BD BE BG BH BL BM BN BR BT BY CA CC CH CL CN CO CR CU CV CX CY CZ DE DK
DO DZ EC EE EG EH ES ET FI FK FM FO FR GB GE GF GG GI GL GN GP GR GS GT GU GW HM HN HR HT HU ID IE IL IM IN IO IQ
IR IS IT JE JO JP KE KG KH KR KW KY KZ LA LB LI LK LR LS LT LU LV MA MC MD ME MF MG MH MK MM MN MP MQ MT MU MV MX
MY MZ NA NC NE NF NG NI NL NO NP NZ OM PE PF PG PH PK PL PM PN PR PT PW PY RE RO RS RU SA SD SE SG SH SI SJ SK SM
SN SO SV SZ TA TC TH TJ TM TN TR TW TZ UA UM US UY UZ VA VC VE VG VI VN WF XK YT ZA ZM
"""


def test_the_countries_with_a_pattern_of_postal_codes_are_known():
    assert postal_code_countries() == PATTERNS.split()
    assert len(PATTERNS.split()) == 181


def test_the_form_keeps_what_was_typed_and_names_the_field():
    form = AddressFormMixin({"name": "Ona", "country": "US", "line1": "1 Main St", "city": "Reno", "postal_code": "1"})
    assert set(form.errors) == {"region", "postal_code"}
    assert form["city"].value() == "Reno"


def test_the_form_gives_a_clean_address():
    form = AddressFormMixin(
        {"name": "Ona", "country": "LT", "line1": "G 1", "city": "Vilnius", "postal_code": "LT-01100"}
    )
    assert form.is_valid()
    assert form.address.postal_code == "01100"


def make_form(data=None, **options):
    return AddressFormMixin(data, **options)


def required(form):
    return {bound.name for bound in form if bound.field.required}


@pytest.mark.parametrize(
    ("country", "names"),
    [
        ("HK", {"name", "country", "line1", "region"}),
        ("DE", {"name", "country", "line1", "city", "postal_code"}),
        ("US", {"name", "country", "line1", "city", "postal_code", "region"}),
        ("", {"name", "country"}),
        ("QQ", {"name", "country"}),
    ],
)
def test_the_fields_that_a_country_needs_are_marked(country, names):
    assert required(make_form(initial={"country": country})) == names


def test_one_form_leaves_the_next_one_alone():
    make_form(initial={"country": "US"})
    assert required(make_form()) == {"name", "country"}
    assert make_form()["postal_code"].label == "Postal code"


def test_a_region_is_chosen_where_the_rules_list_them():
    form = make_form(initial={"country": "JP", "region": "Tokyo"})
    assert form["region"].value() == "東京都"
    assert '<option value="東京都" selected>Tokyo / 東京都</option>' in str(form["region"])
    assert "<select" not in str(make_form(initial={"country": "DE"})["region"])


def ireland(**fields):
    return {"name": "Ona", "line1": "O'Connell St. 1", "city": "Dublin", "country": "IE", **fields}


def test_a_stored_region_that_the_rules_do_not_know_stays_where_none_is_needed():
    assert 'value="Leinster" selected' in str(make_form(initial=ireland(region="Leinster"))["region"])
    form = make_form(ireland(region="Leinster"))
    assert form.is_valid(), form.errors
    assert form.address.region == "Leinster"


def test_a_region_of_elsewhere_is_refused_with_a_word():
    form = make_form(ireland(country="US", region="Bayern", postal_code="89501"))
    assert form.errors == {"region": ["Please choose a region of this country."]}


def test_a_missing_field_says_why_it_is_asked_for():
    form = make_form(ireland(country="DE", city="", postal_code="10115"))
    assert form.errors == {"city": ["Please fill in this field: addresses of this country need it."]}


@pytest.mark.parametrize(
    ("country", "order"),
    [
        ("US", "country name company line1 line2 city region postal_code phone"),
        ("DE", "country name company line1 line2 postal_code city phone"),
        ("JP", "country postal_code region line1 line2 company name phone"),
    ],
)
def test_the_fields_stand_in_the_order_of_the_country(country, order):
    form = make_form(initial={"country": country})
    assert [bound.name for bound in form.address_fields] == order.split()


def test_without_a_country_all_fields_are_offered():
    assert {bound.name for bound in make_form().address_fields} == set(ADDRESS_FIELDS)


def test_what_was_filled_in_stays_in_sight():
    form = make_form(initial={"country": "DE", "region": "Bayern"})
    assert "region" in [bound.name for bound in form.address_fields]


def test_another_country_is_no_fault_and_keeps_what_was_typed():
    form = make_form(ireland(country="US", region="Dublin", change_country="1"))
    assert form.wants_other_country
    assert not form.is_valid()
    assert not form.errors
    assert form.address is None
    html = draw(form)
    assert 'value="O&#x27;Connell St. 1"' in html
    assert "ZIP code" in html
    assert "Dublin</option>" not in html
    assert "text-error" not in html


def draw(form):
    return render_to_string("shop_core/addresses/fields.html", {"form": form})


def test_the_fields_follow_the_country_with_and_without_scripts():
    html = draw(make_form(initial={"country": "US"}))
    assert '<fieldset id="address-fields"' in html
    assert 'hx-target="#address-fields" hx-select="#address-fields"' in html
    assert '<noscript><button type="submit" name="change_country"' in html
    assert '<label for="id_city" class="text-sm font-medium required-mark">' in html


def test_two_addresses_stand_on_one_page():
    html = draw(make_form(initial={"country": "US"}, prefix="billing"))
    assert '<fieldset id="billing-address-fields"' in html
    assert 'hx-target="#billing-address-fields"' in html
    assert 'name="billing-city"' in html


def test_countries_are_sorted_by_name_without_regard_to_accents():
    names = [name for _code, name in country_choices("en")]
    assert names.index("Åland Islands") < names.index("Albania") < names.index("Zimbabwe")
    polish = [name for _code, name in country_choices("pl")]
    assert polish.index("Brazylia") < polish.index("Bułgaria") < polish.index("Burkina Faso") < polish.index("Burundi")


def test_the_serializer_yields_a_clean_address():
    serializer = AddressSerializer(data=ireland(country="lt", city="Vilnius", postal_code="LT-01100"))
    assert serializer.is_valid(), serializer.errors
    address = serializer.validated_data
    assert isinstance(address, PostalAddress)
    assert (address.country, address.postal_code) == ("LT", "01100")
    assert AddressSerializer(address).data["postal_code"] == "01100"


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"country": "DE"}, "postal_code"),
        ({"country": "QQ"}, "country"),
        ({"name": ""}, "name"),
        ({"phone": "1" * 33}, "phone"),
    ],
)
def test_the_serializer_names_the_field_at_fault(fields, fault):
    serializer = AddressSerializer(data=ireland(**fields))
    assert not serializer.is_valid()
    assert set(serializer.errors) == {fault}
