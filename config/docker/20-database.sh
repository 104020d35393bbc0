#!/bin/sh
# First start of the database service: passwords of the two roles that log in, and the database itself.
# Runs after districts/wall/roles.sql. The passwords are read by psql and stand on no command line.
set -eu
psql --set ON_ERROR_STOP=1 --username postgres --dbname postgres <<'SQL'
\set owner_password `cat /run/secrets/database_owner_password`
\set login_password `cat /run/secrets/database_login_password`
ALTER ROLE querlinie_owner PASSWORD :'owner_password';
ALTER ROLE querlinie_login PASSWORD :'login_password';
CREATE DATABASE querlinie OWNER querlinie_owner;
SQL
