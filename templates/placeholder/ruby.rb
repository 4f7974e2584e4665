# frozen_string_literal: true

# What this function runs until its first deploy.

require 'json'

NoCodeYet = Class.new(StandardError)

marker = '{{marker}}'
message = '{{message}}'

respond = lambda do |event|
  request = event['requestContext'] if Hash === event
  http = Hash === request && (event.key?('httpMethod') || request.key?('http'))
  authorizer = http && (event.key?('methodArn') || event.key?('routeArn'))
  Kernel.raise NoCodeYet, message + ' [' + marker + ']' if authorizer || !http

  headers = { 'content-type' => 'application/json', 'cache-control' => 'no-store', 'retry-after' => '60', marker => 'true' }
  response = { statusCode: 503, isBase64Encoded: false, body: JSON.generate({ message: message }) }
  response[:statusDescription] = '503 Service Unavailable' if request.key?('elb')
  if event['multiValueHeaders'] && !event['headers']
    response[:multiValueHeaders] = headers.transform_values { |value| [value] }
  else
    response[:headers] = headers
  end
  response
end

owner, method = '{{handler}}'.split('.').then { |names| names.length > 1 ? names : [nil, *names] }
if owner
  scope = owner.split('::').inject(Object) do |outer, name|
    outer.const_defined?(name, false) ? outer.const_get(name) : outer.const_set(name, Module.new)
  end
  scope.define_singleton_method(method) { |event:, context:| respond.call(event) }
else
  # Private, as a method defined at the top of a file is.
  Object.define_method(method) { |event:, context:| respond.call(event) }
  Object.__send__(:private, method)
end
