#!/bin/sh
# Make the certificates of the tests again: an authority of our own, and what it has signed. They
# are valid for 50 years, but for the expired one.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

touch "$work/index.txt"
echo 1000 > "$work/serial"
cat > "$work/ca.cnf" <<END
[ca]
default_ca = own
[own]
database = $work/index.txt
serial = $work/serial
new_certs_dir = $work
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[authority]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature, keyEncipherment
extendedKeyUsage = serverAuth, clientAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[here]
subjectAltName = DNS:localhost, IP:127.0.0.1
[elsewhere]
subjectAltName = DNS:elsewhere.example.org
[req]
distinguished_name = name
[name]
END

openssl req -x509 -newkey rsa:2048 -nodes -sha256 -days 18262 -subj '/CN=Authority of the tests' \
    -config "$work/ca.cnf" -extensions authority -keyout "$work/ca.key" -out ca.pem

# name, section with the names of the host, first day, last day
sign() {
    { cat "$work/ca.cnf"; } > "$work/$1.cnf"
    sed -n "/^\[$2\]/,/^\[/p" "$work/ca.cnf" | grep subjectAltName > "$work/san"
    sed "/^\[leaf\]/r $work/san" "$work/ca.cnf" > "$work/$1.cnf"
    openssl req -newkey rsa:2048 -nodes -sha256 -subj "/CN=$1" -config "$work/ca.cnf" \
        -keyout "$work/$1.key" -out "$work/$1.csr"
    openssl ca -batch -notext -config "$work/$1.cnf" -extensions leaf -cert ca.pem \
        -keyfile "$work/ca.key" -startdate "$3" -enddate "$4" \
        -in "$work/$1.csr" -out "$work/$1.crt"
    cat "$work/$1.key" "$work/$1.crt" > "$1.pem"
}

end=$(date -u -d '+50 years -2 days' +%Y%m%d000000Z)
sign here here 20200101000000Z "$end"
sign elsewhere elsewhere 20200101000000Z "$end"
sign expired here 20200101000000Z 20200102000000Z
sign client here 20200101000000Z "$end"
