import uuid

import django.db.models.deletion
from django.db import migrations, models

import districts.address_models
import districts.wall.tenancy
from districts.wall.operations import Enclose

# german_key, "str." spelled out, nothing but letters and digits, "ae" like "ä". Used by the generated columns, so
# changing it needs a new migration.
ADDRESS_KEY = r"""CREATE FUNCTION public.address_key(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT regexp_replace(regexp_replace(regexp_replace(
        public.german_key(value),
        'str(\.|\M)', 'strasse', 'g'),
        '[^a-z0-9]+', '', 'g'),
        '([aou])e', '\1', 'g')
$$"""


class Migration(migrations.Migration):
    dependencies = [("districts", "0005_beside_rights")]

    operations = [
        migrations.RunSQL(ADDRESS_KEY, "DROP FUNCTION public.address_key(text)"),
        migrations.CreateModel(
            name='Address',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('street', models.CharField(max_length=120)),
                ('house_number', models.CharField(max_length=20)),
                ('postcode', models.CharField(blank=True, max_length=5)),
                ('latitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ('longitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ('street_key', models.GeneratedField(db_persist=True, expression=districts.address_models.AddressKey('street'), output_field=models.TextField())),
                ('number_key', models.GeneratedField(db_persist=True, expression=districts.address_models.AddressKey('house_number'), output_field=models.TextField())),
                ('district', models.ForeignKey(db_default=districts.wall.tenancy.CurrentDistrict(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='districts.district')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='districts.region')),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('district', 'street_key', 'number_key', 'postcode'), name='address_once', violation_error_message='Diese Anschrift steht schon da.')],
            },
        ),
        Enclose("Address"),
    ]
