#!/bin/sh
# What this function runs until its first deploy: a loop over the Lambda runtime API that needs no more than a shell and curl.
set -eu
export LC_ALL=C

MARKER='{{marker}}'
MESSAGE='{{message}}'
API="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
META=$(mktemp)
CR=$(printf '\r')

# Finds keys at any depth, for there is no JSON parser; text inside a string cannot match, its quotes are escaped.
finds() {
  case $EVENT in
  *"$1"*) return 0 ;;
  *) return 1 ;;
  esac
}

is_http() {
  { finds '"requestContext":{' || finds '"requestContext": {'; } &&
    { finds '"httpMethod":' || finds '"http":'; } &&
    ! finds '"methodArn":' && ! finds '"routeArn":'
}

http_headers() {
  if finds '"multiValueHeaders":' && ! finds '"headers":'; then
    printf '"multiValueHeaders":{"content-type":["application/json"],"cache-control":["no-store"],"retry-after":["60"],"%s":["true"]}' "$MARKER"
  else
    printf '"headers":{"content-type":"application/json","cache-control":"no-store","retry-after":"60","%s":"true"}' "$MARKER"
  fi
}

http_response() {
  STATUS=''
  if finds '"elb":'; then STATUS='"statusDescription":"503 Service Unavailable",'; fi
  printf '{"statusCode":503,%s"isBase64Encoded":false,%s,"body":"{\\"message\\":\\"%s\\"}"}' "$STATUS" "$(http_headers)" "$MESSAGE"
}

post() {
  curl -fsS --noproxy '*' -o /dev/null -H 'content-type: application/json' "$@"
}

while true; do
  EVENT=$(curl -fsS --noproxy '*' -D "$META" "$API/next")
  while IFS=": $CR" read -r KEY VALUE _; do
    case $KEY in
    [Ll]ambda-[Rr]untime-[Aa]ws-[Rr]equest-[Ii]d) ID=$VALUE ;;
    esac
  done <"$META"
  if is_http; then
    post -d "$(http_response)" "$API/$ID/response"
  else
    echo "NoCodeYet: $MESSAGE [$MARKER]" >&2
    post -H 'lambda-runtime-function-error-type: Function.NoCodeYet' \
      -d "{\"errorType\":\"NoCodeYet\",\"errorMessage\":\"$MESSAGE [$MARKER]\"}" "$API/$ID/error"
  fi
done
