export COFFER_URL=https://coffer.example.com
export COFFER_TOKEN_FILE=$HOME/.config/shop/coffer-token
coffer run -- ./app
