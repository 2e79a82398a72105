docker build -t shop .
docker run -e COFFER_URL=https://coffer.example.com -e COFFER_TOKEN_FILE=/run/secrets/coffer-token \
  -v ./coffer-token:/run/secrets/coffer-token:ro shop
