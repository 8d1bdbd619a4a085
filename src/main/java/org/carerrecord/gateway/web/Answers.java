package org.carerrecord.gateway.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The controllers answer with text, bytes and JSON; nothing makes or reads XML, YAML or CBOR of a class. */
@Configuration(proxyBeanMethods = false)
class Answers implements WebMvcConfigurer {

    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
        converters.disableDefaults().addCustomConverter(new ByteArrayHttpMessageConverter());
    }
}
